import { careText } from '../../text/care';
import { takeTyped } from './secret-input';

/** The two fields of a new passphrase. What is typed stays in the document. */
export class NewPassphrase {
  first = $state.raw<HTMLInputElement | null>(null);
  again = $state.raw<HTMLInputElement | null>(null);
  complaint = $state<string | null>(null);

  /** What was typed, if both fields have the same; both are empty afterwards. */
  take(): string | null {
    const [typed, repeated] = [takeTyped(this.first), takeTyped(this.again)];
    const { missing, different } = careText.change;
    this.complaint = typed === '' ? missing : typed === repeated ? null : different;
    if (this.complaint === null) return typed;
    this.first?.focus();
    return null;
  }
}
