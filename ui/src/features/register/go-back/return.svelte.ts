import { ConnectionCourse } from '../connection/connection-course.svelte';

/** One connection that goes back to its sign-in before a move. */
export class Return extends ConnectionCourse {
  readonly purpose = 'goBack';

  /** The earlier app's scopes are those that it was granted, so there is nothing more to ask for. */
  async connect(): Promise<void> {
    if (this.starting) return;
    this.starting = true;
    await this.attempting.done(() => this.backend.call('go_back', { id: this.id }));
    this.starting = false;
  }
}
