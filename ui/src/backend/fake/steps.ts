import type { ChecklistStepId, ChecklistStepView, NoteKindId, NoteView, SetupPageId } from '../generated';
import type { Made } from './design';
import { valuesOf } from './values';

interface Text {
  text: string;
  kind?: NoteKindId;
  page?: SetupPageId;
  when?: (made: Made) => boolean;
}

const noSecret = ({ settled: { inForce } }: Made) =>
  inForce.secretForWebServerFlow === 'off' && inForce.secretForRefreshTokenFlow === 'off';

const before: Text[] = [
  { text: 'Lightning Experience: the pages do not exist in Salesforce Classic.' },
  { text: "An administrator's permissions: Customize Application, and to create External Client Apps." },
  {
    text: 'A machine that can receive the callback: Orgkeep listens on port 33333 of the machine where you sign in.',
  },
];

/** As in the window's checklist.toml. */
const steps: { id: ChecklistStepId; title: string; place: string; notes: Text[] }[] = [
  {
    id: 'openManager',
    title: 'Open External Client App Manager',
    place: 'Setup (the gear icon), then type into Quick Find.',
    notes: [
      {
        text: 'From App Manager the same button leads there. If it only offers New Connected App, switch External Client Apps on first, in External Client App Settings.',
        kind: 'variant',
        page: 'externalClientAppSettings',
      },
    ],
  },
  {
    id: 'basicInformation',
    title: 'New External Client App: name and distribution',
    place: 'Button New External Client App, section Basic Information.',
    notes: [
      {
        text: 'The API name is filled in from the name and hard to change later. The contact e-mail is yours to choose.',
      },
      { text: 'Local keeps the app in this one org.' },
    ],
  },
  {
    id: 'callback',
    title: 'Enable OAuth and paste the callback URL',
    place: 'Expand API (Enable OAuth Settings).',
    notes: [
      { text: 'Exactly as shown. A slash at the end makes a different address.' },
      { text: 'One per line, all in the same box.', when: ({ answered }) => answered.callbacks.length > 1 },
      {
        text: 'Some orgs save the app first. Then open it and continue on the Settings tab, OAuth Settings.',
        kind: 'variant',
      },
    ],
  },
  {
    id: 'scopes',
    title: 'Choose the scopes',
    place: 'OAuth Scopes, just below. Move each one to the right.',
    notes: [
      {
        text: 'Full access does not include refresh_token. Move both.',
        when: ({ scopes }) => scopes.includes('full'),
      },
      { text: 'Scopes can be added later. A user who has signed in must then sign in again.' },
    ],
  },
  {
    id: 'flows',
    title: 'Flow Enablement',
    place: 'Section Flow Enablement, further down on the same page.',
    notes: [
      { text: 'Signing in with the browser needs none of these boxes. A product may ask for one.' },
      {
        text: "If the box for Authorization Code and Credentials Flow cannot be ticked, the org's switch for it is off: OAuth and OpenID Connect Settings.",
        kind: 'variant',
        page: 'oauthSettings',
        when: ({ settled }) => settled.inForce.codeAndCredentialsFlow === 'on',
      },
    ],
  },
  {
    id: 'security',
    title: 'Security, then Create',
    place: 'Section Security, further down. Then choose Create.',
    notes: [
      {
        text: 'Without a secret anyone who knows the key can start a sign-in. PKCE and the callback on this machine protect it.',
        when: noSecret,
      },
      { text: 'The button may be called Save. Make sure the app is activated afterwards.', kind: 'variant' },
    ],
  },
  {
    id: 'policies',
    title: 'Policies: who may use the app',
    place: 'In the new app, tab Policies, Edit, OAuth Policies, App Authorization.',
    notes: [
      {
        text: 'Pre-authorized users need a profile or permission set that is added to the app on this tab. Nobody else can sign in.',
        when: ({ settled }) => settled.inForce.permittedUsers === 'Admin approved users are pre-authorized',
      },
      {
        text: "Relaxed means that the app is also used from addresses outside the network ranges of the users' profiles.",
        when: ({ settled }) => settled.inForce.ipRelaxation === 'Relax IP restrictions',
      },
      {
        text: 'The user to run as must exist in this org and may do whatever the integration does. Choose an integration user, not an administrator.',
        when: ({ settled }) => settled.inForce.clientCredentialsFlow === 'on',
      },
    ],
  },
  {
    id: 'credentials',
    title: 'Show Consumer Key and Secret',
    place: 'Tab Settings, OAuth Settings, button Consumer Key and Secret.',
    notes: [
      {
        text: 'Salesforce e-mails a verification code to you and asks for it. Then it shows both values. Keep the page open, or keep the values somewhere safe.',
      },
      { text: 'Orgkeep needs only the key of this app, not the secret.', when: noSecret },
      {
        text: 'A new key takes {wait} to work. Until then Salesforce says that the client identifier is invalid. Orgkeep waits for it by itself.',
        kind: 'wait',
      },
    ],
  },
];

function notesOf(texts: Text[], made: Made): NoteView[] {
  const [from, to] = made.wait;
  const wait = from === 0 ? `up to ${to} minutes` : `${from} to ${to} minutes`;
  return texts
    .filter(({ when }) => when?.(made) ?? true)
    .map(({ text, kind = 'hint', page = null }) => ({ text: text.replace('{wait}', wait), kind, page }));
}

/** What must be there before the first step. */
export function beforeOf(made: Made): NoteView[] {
  return notesOf(before, made);
}

/** What to enter, in order. */
export function stepsOf(made: Made, ticked: readonly ChecklistStepId[]): ChecklistStepView[] {
  return steps.map(({ id, title, place, notes }) => {
    const { values, wishes } = valuesOf(id, made);
    return {
      id,
      title,
      place,
      ticked: ticked.includes(id),
      values,
      notes: [...notesOf(notes, made), ...wishes],
      page: 'externalClientAppManager',
    };
  });
}
