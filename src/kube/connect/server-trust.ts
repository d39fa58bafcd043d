import { readFileSync } from 'node:fs';
import { platform } from 'node:os';
import type { Environment } from './connection.ts';

/** Where Linux distributions keep their roots; Go looks in the same places. */
const LINUX_ROOTS = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/**
 * The roots to trust when a cluster names none: the machine's, as for kubectl. Bun by itself
 * would take Mozilla's list, which lacks a company's own root.
 */
export async function systemRoots(env: Environment['env']): Promise<string | undefined> {
  for (const file of rootFiles(env.SSL_CERT_FILE)) {
    try {
      const roots = readFileSync(file, 'latin1');
      if (roots.includes('-----BEGIN CERTIFICATE-----')) return roots;
    } catch {
      // The next place.
    }
  }
  const { getCACertificates } = await import('node:tls');
  const roots = getCACertificates('system');
  return roots.length === 0 ? undefined : roots.join('\n');
}

function rootFiles(listed: string | undefined): readonly string[] {
  if (listed !== undefined && listed !== '') return [listed];
  // On macOS /etc/ssl/cert.pem is a fixed list; what the user trusts is in the keychain.
  return ['darwin', 'win32'].includes(platform()) ? [] : LINUX_ROOTS;
}
