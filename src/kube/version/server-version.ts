import { fieldsOf, textOf } from '../objects/json-value.ts';
import type { KubeClient } from '../transport/client.ts';
import { ConnectionError } from '../transport/errors.ts';

/** What a server says of itself at /version. */
export interface ServerVersion {
  /** `v1.37.2`. */
  readonly gitVersion: string;
  /** `linux/amd64`. */
  readonly platform: string | undefined;
}

/** Reads the version of the server; throws ApiError or ConnectionError. */
export async function readServerVersion(client: KubeClient): Promise<ServerVersion> {
  const { body } = await client.getJson('/version');
  const fields = fieldsOf(body);
  const gitVersion = textOf(fields.gitVersion);
  if (gitVersion !== undefined) return { gitVersion, platform: textOf(fields.platform) };
  throw new ConnectionError(`${client.connection.server} does not say which version it is`, {
    hint: 'Is this the URL of an API server?',
  });
}
