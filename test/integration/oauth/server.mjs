// An authorization server that knows a robot with a name and a secret, and an app for persons; ann is logged in and agrees to everything.
import http from 'node:http';
import Provider from 'oidc-provider';

console.info = console.warn = () => {}; // what is said here is read: the address and no more
const server = http.createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;

const machine = { grant_types: ['client_credentials'], response_types: [], redirect_uris: [], client_secret: 'a secret: with/all?' };
const provider = new Provider(origin, {
  clients: [
    { ...machine, client_id: 'robot', token_endpoint_auth_method: 'client_secret_basic' },
    { ...machine, client_id: 'old robot', token_endpoint_auth_method: 'client_secret_post' },
    {
      client_id: 'desk', application_type: 'native', token_endpoint_auth_method: 'none', response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token'], redirect_uris: ['http://localhost'],
    },
  ],
  scopes: ['openid', 'offline_access', 'jobs'],
  ttl: { AccessToken: 600, ClientCredentials: 600, RefreshToken: 3600, Grant: 3600, Session: 3600, Interaction: 60 },
  features: { clientCredentials: { enabled: true }, revocation: { enabled: true }, devInteractions: { enabled: false } },
  pkce: { required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: () => true,
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  interactions: { url: (_, interaction) => `/agree/${interaction.uid}` },
});

async function agree(request, response) {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') return provider.interactionFinished(request, response, { login: { accountId: 'ann' } });
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

const others = provider.callback();
server.on('request', (request, response) => {
  if (!request.url.startsWith('/agree/')) return others(request, response);
  agree(request, response).catch((error) => response.writeHead(500).end(String(error)));
});
process.stdin.on('end', () => process.exit()).resume();
console.log(origin);
