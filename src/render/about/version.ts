import { MADE_FOR, type VersionSkew } from '../../model/version-skew.ts';
import { API_VERSION } from '../text/api-version.ts';
import type { Structured } from '../text/json-yaml.ts';
import { wrapped } from '../text/layout.ts';
import { counted } from '../text/listed.ts';
import { sanitise, sanitiseDeep } from '../text/sanitise.ts';

/** Versions of both sides, and what their difference means. */
export interface Versions {
  readonly client: { readonly gitVersion: string; readonly platform: string };
  /** Undefined where only the client was asked for. */
  readonly server?:
    | {
        readonly gitVersion: string;
        readonly platform: string | undefined;
        readonly skew: VersionSkew;
      }
    | undefined;
}

const KUBERNETES = `${MADE_FOR.major}.${MADE_FOR.minor}`;

/** The lines of `kubectl version`, then what the skew means. */
export function versionText({ client, server }: Versions, width: number): string {
  const lines = [`Client Version: ${client.gitVersion}`];
  if (server !== undefined) {
    lines.push(
      `Server Version: ${sanitise(server.gitVersion)}`,
      wrapped(skewSentence(server.skew), width),
    );
  }
  return `${lines.join('\n')}\n`;
}

function skewSentence({ code, minorVersions = 0 }: VersionSkew): string {
  const count = Math.abs(minorVersions);
  const distance = counted(count, 'minor version');
  const made = `Kubernetes ${KUBERNETES}, which this client knows and was tested with`;
  switch (code) {
    case 'Same':
      return `The server has the rules of ${made}.`;
    case 'ServerOlder':
      return `The server is ${distance} older than ${made}: where Kubernetes did otherwise then, answers may be wrong.`;
    case 'ServerBeforeSidecars':
      return `The server is ${distance} older than ${made}: native sidecars are off there unless the cluster turns them on, and answers may be wrong.`;
    case 'ServerNewer':
      return `The server is ${distance} newer than ${made}: what has changed since is not known here. Is there a newer client?`;
    case 'Unknown':
      return `How the server compares to ${made}, cannot be told.`;
  }
}

/** The same as versioned data, with the fields of `kubectl version -o json`. */
export function structuredVersions({ client, server }: Versions): Structured {
  return {
    apiVersion: API_VERSION,
    kind: 'VersionInfo',
    clientVersion: client,
    kubernetesVersion: KUBERNETES,
    ...(server !== undefined && {
      serverVersion: sanitiseDeep({ gitVersion: server.gitVersion, platform: server.platform }),
      skew: server.skew,
    }),
  };
}
