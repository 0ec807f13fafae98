import type { OrgTypeView, PracticeOrgView, PracticeView, ScenarioView } from '../generated';

function org(key: string, name: string, orgType: OrgTypeView, port: number, domain: string): PracticeOrgView {
  return {
    key,
    name,
    orgType,
    loginUrl: `http://localhost:${port}`,
    username: `nora.whitfield@${domain}`,
    apps: [
      { key: 'public', label: 'Orgkeep (public)', hasSecret: false },
      { key: 'confidential', label: 'Orgkeep (with secret)', hasSecret: true },
    ],
  };
}

function scenario(id: string, title: string, description: string): ScenarioView {
  return { id, title, description, on: false };
}

/** The simulated orgs, and some of their faults. */
export function samplePractice(): PracticeView {
  return {
    orgs: [
      org('production', 'Larkfield Energy', 'production', 40101, 'larkfield.example'),
      org('uat', 'Larkfield Energy UAT', 'sandbox', 40102, 'larkfield.example.uat'),
      org('development', 'Larkfield Energy Dev', 'sandbox', 40103, 'larkfield.example.dev'),
      org('developer', 'Larkfield Labs', 'developer', 40104, 'labs.larkfield.example'),
      org('dev-hub', 'Larkfield Dev Hub', 'production', 40105, 'hub.larkfield.example'),
    ],
    scenarios: [
      scenario('propagation', 'New key not active yet', 'Salesforce does not know the key for the next minute.'),
      scenario(
        'access-denied',
        'Denied without a click',
        'After consent, the callback hears that the person denied it.',
      ),
      scenario('invalid-scope', 'Scope the app lacks', 'The callback hears that a requested scope is not allowed.'),
      scenario('wrong-org', 'Another org answers', 'The code is exchanged for tokens of another org.'),
      scenario('wrong-user', 'Another user answers', 'The code is exchanged for tokens of another user.'),
      scenario('invalid-client', 'Secret refused', 'The token endpoint says that the consumer secret is wrong.'),
      scenario('no-refresh-token', 'No refresh token', 'The token reply leaves out the refresh token.'),
      scenario('service-unavailable', 'Maintenance', 'Every request is answered with 503 and Retry-After.'),
      scenario('html-answer', 'A page in place of an answer', 'The token endpoint answers with HTML.'),
      scenario('latency', 'Slow network', 'Every answer takes two seconds longer.'),
      scenario('reset', 'Connection reset', 'The connection ends before the answer.'),
      scenario('hang', 'No answer at all', 'The request is read and never answered.'),
    ],
  };
}
