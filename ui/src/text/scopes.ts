/** What each OAuth scope makes possible, by its runtime name. */
const scopeTexts: Readonly<Record<string, string>> = {
  api: 'Read, deploy and query over the APIs',
  web: 'Open the org in a browser',
  full: 'Everything this user can do, except staying signed in',
  refresh_token: 'Stay signed in without you',
  offline_access: 'Stay signed in without you',
  id: 'Know which user signed in',
  profile: 'Read the user’s name and profile',
  email: 'Read the user’s e-mail address',
  address: 'Read the user’s postal address',
  phone: 'Read the user’s phone number',
  openid: 'Identify the user with a signed token',
  chatter_api: 'Use Chatter and the Connect REST API',
  custom_permissions: 'See the user’s custom permissions',
  visualforce: 'Open Visualforce pages',
  sfap_api: 'Use the Salesforce API Platform',
  lightning: 'Run Lightning pages inside another app',
  content: 'Read and write Salesforce content',
  chatbot_api: 'Talk to Einstein Bots',
  mcp_api: 'Use the org’s MCP servers',
  einstein_gpt_api: 'Use Einstein generative AI',
  pardot_api: 'Manage Account Engagement',
  wave_api: 'Use CRM Analytics',
  eclair_api: 'Read the maps of CRM Analytics',
  scrt_api: 'Exchange messages with Service Cloud',
  interaction_api: 'Run flows as interactions',
  cdp_api: 'Use all Data Cloud APIs',
  cdp_ingest_api: 'Write to Data Cloud',
  cdp_query_api: 'Query Data Cloud',
  cdp_profile_api: 'Read Data Cloud profiles',
  cdp_segment_api: 'Manage Data Cloud segments',
  cdp_identityresolution_api: 'Run Data Cloud identity resolution',
  cdp_calculated_insight_api: 'Manage Data Cloud calculated insights',
  user_registration_api: 'Register users without a Salesforce page',
  forgot_password: 'Reset passwords without a Salesforce page',
  pwdless_login_api: 'Sign users in without a password',
};

/** What a scope makes possible. Salesforce adds scopes, so an unknown one has words too. */
export function scopeText(scope: string): string {
  return Object.hasOwn(scopeTexts, scope) ? (scopeTexts[scope] ?? '') : 'Not known to this version of Orgkeep';
}
