import { simpleKubeconfig } from '../../kube/temporary-files.ts';
import type { Situation } from './kubectl-situations.ts';

const TLS = { server: 'https://{https}', 'certificate-authority-data': '{ca64}' };
const CERT = { 'client-certificate-data': '{cert64}', 'client-key-data': '{key64}' };
const GOOD = simpleKubeconfig(TLS, { token: 'tok' });
const PLUGIN = {
  apiVersion: 'client.authentication.k8s.io/v1',
  interactiveMode: 'Never',
  command: './plugin',
};
const SCRIPT = `#!/bin/sh
echo '{"apiVersion":"client.authentication.k8s.io/v1","status":{"token":"<'$A'>"}}'
`;

const top = (fields: object): object => ({ ...GOOD, ...fields });
const cluster = (fields: object): object => simpleKubeconfig({ ...TLS, ...fields }, { token: 't' });
const user = (fields: object): object => simpleKubeconfig(TLS, fields);
const exec = (fields: object, more: object = {}): object =>
  user({ exec: { ...PLUGIN, ...fields }, ...more });

const KUBECONFIGS: Readonly<Record<string, object>> = {
  'a user twice': top({ users: [...GOOD.users, ...GOOD.users] }),
  'a cluster twice': top({ clusters: [...GOOD.clusters, ...GOOD.clusters] }),
  'a context twice': top({ contexts: [...GOOD.contexts, ...GOOD.contexts] }),
  'a user that is null': top({ users: [null, ...GOOD.users] }),
  'a user that is text': top({ users: ['x', ...GOOD.users] }),
  'a map of users': top({ users: { u: { token: 'x' } } }),
  'another version': top({ apiVersion: 'v2' }),
  'a number for its version': top({ apiVersion: 1 }),
  'a number for its kind': top({ kind: 1 }),
  'an empty kind and version': top({ kind: '', apiVersion: '' }),
  'a list for current-context': top({ 'current-context': ['here'] }),
  'text for a switch': cluster({ 'disable-compression': 'please' }),
  'a CA twice': cluster({ 'certificate-authority': '/no' }),
  'a blank before the server': cluster({ server: ' https://{https}' }),
  'a line break after the server': cluster({ server: 'https://{https}\n' }),
  'a blank before the proxy': cluster({ 'proxy-url': ' http://{proxy}' }),
  'a certificate twice': user({ ...CERT, 'client-certificate': '/no' }),
  'a key with a = too many': user({ ...CERT, 'client-key-data': '{key64}=' }),
  'a blank before a certificate': user({ ...CERT, 'client-certificate-data': ' {cert64}' }),
  'text for groups': user({ token: 't', as: 'j', 'as-groups': 'g' }),
  'numbers for groups': user({ token: 't', as: 'j', 'as-groups': [1] }),
  'text for extras': user({ token: 't', as: 'j', 'as-user-extra': { k: 'v' } }),
  'a line break after the token': user({ token: 'tok\n' }),
  'a token and a key': user({ token: 'tok', 'client-key-data': '{key64}' }),
  'a token and a token file that is missing': user({ token: 'tok', tokenFile: 'no' }),
  'a plugin that is text': user({ exec: 'aws' }),
  'an auth-provider that is text': user({ 'auth-provider': 'oidc' }),
  'an auth-provider that is gone, and a token': user({
    token: 'tok',
    'auth-provider': { name: 'gcp' },
  }),
  'a plugin and an auth-provider': exec({}, { 'auth-provider': { name: 'oidc' } }),
  'a plugin and a certificate': exec({}, CERT),
  'a plugin that says nothing of interactiveMode': exec({ interactiveMode: undefined }),
  'a plugin with an unknown interactiveMode': exec({ interactiveMode: 'Sometimes' }),
  'a plugin with a number for an argument': exec({ args: [1] }),
  'a plugin with text for arguments': exec({ args: 'a b' }),
  'a plugin with a map of variables': exec({ env: { A: 'b' } }),
  'a plugin with a variable without a value': exec({ env: [{ name: 'A' }] }),
  'a plugin with a variable without a name': exec({ env: [{ value: 'b' }] }),
  'a plugin and text for provideClusterInfo': exec({ provideClusterInfo: 'yes' }),
};

/** Kubeconfigs with one thing that is odd; each is played by kubectl and by the plugin. */
export const WRONG_KUBECONFIGS: readonly Situation[] = Object.entries(KUBECONFIGS).map(
  ([title, content]) => ({
    title: `kubeconfig: ${title}`,
    files: { '.kube/config': content, '.kube/plugin': SCRIPT },
  }),
);
