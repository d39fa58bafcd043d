/** A table of the fields of Kubernetes' objects, as src/kube/schema/kubernetes-fields.json has it. */
export interface FieldTable {
  /** The server's own words: `v1.37.2`. */
  readonly version: string;
  /** By `apiVersion kind`, the type of its objects. */
  readonly roots: Readonly<Record<string, string>>;
  /** By name of a type its fields: `name:string ports:[ContainerPort] labels:{string}`. */
  readonly types: Readonly<Record<string, string>>;
  /** By apiVersion the kinds that it has, for the groups that nobody can add to. */
  readonly kinds: Readonly<Record<string, string>>;
}

/** The kinds in whose objects pods, or what matters to pods, are looked for. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  v1: ['Pod', 'PodTemplate', 'ReplicationController', 'ResourceQuota', 'LimitRange', 'Node'],
  'apps/v1': ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'],
  'batch/v1': ['Job', 'CronJob'],
  'autoscaling/v2': ['HorizontalPodAutoscaler'],
};

/** Reads a path of the API server as JSON. */
export type Get = (path: string) => Promise<unknown>;

/** Makes the table from the OpenAPI documents and the discovery of an API server. */
export async function readFieldTable(get: Get): Promise<FieldTable> {
  const { gitVersion } = (await get('/version')) as { gitVersion: string };
  const schemas: Record<string, Schema> = {};
  for (const apiVersion of Object.keys(KINDS)) {
    const path = `/openapi/v3/${apiVersion === 'v1' ? 'api' : 'apis'}/${apiVersion}`;
    const document = (await get(path)) as { components: { schemas: Record<string, Schema> } };
    Object.assign(schemas, document.components.schemas);
  }
  const roots: Record<string, string> = {};
  const types: Record<string, string> = {};
  for (const [apiVersion, kinds] of Object.entries(KINDS)) {
    for (const kind of kinds) {
      const name = Object.keys(schemas).find((id) => isOf(schemas[id], apiVersion, kind));
      if (name === undefined) throw new Error(`OpenAPI has no ${kind} of ${apiVersion}`);
      roots[`${apiVersion} ${kind}`] = lastPart(name);
      addType(name, schemas, types);
    }
  }
  return { version: gitVersion, roots, types: sorted(types), kinds: await readKinds(get) };
}

interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly 'x-kubernetes-group-version-kind'?: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
}

function isOf(schema: Schema | undefined, apiVersion: string, kind: string): boolean {
  const names = schema?.['x-kubernetes-group-version-kind'] ?? [];
  return names.some(
    (each) =>
      each.kind === kind && [each.group, each.version].filter(Boolean).join('/') === apiVersion,
  );
}

function addType(
  name: string,
  schemas: Readonly<Record<string, Schema>>,
  types: Record<string, string>,
): void {
  const short = lastPart(name);
  if (types[short] !== undefined) return;
  const { properties = {} } = schemas[name] ?? {};
  // Before the fields, for types that lead back to themselves.
  types[short] = '';
  types[short] = Object.entries(properties)
    .map(([field, schema]) => `${field}:${typeWord(schema, schemas, types)}`)
    .sort()
    .join(' ');
}

function typeWord(
  schema: Schema,
  schemas: Readonly<Record<string, Schema>>,
  types: Record<string, string>,
): string {
  const { $ref, type, items, additionalProperties } = { ...schema, ...schema.allOf?.[0] };
  if ($ref !== undefined) {
    const name = $ref.slice($ref.lastIndexOf('/') + 1);
    const short = lastPart(name);
    if (SCALARS[short] !== undefined) return SCALARS[short];
    if (schemas[name]?.properties === undefined) return 'any';
    addType(name, schemas, types);
    return short;
  }
  if (items !== undefined) return `[${typeWord(items, schemas, types)}]`;
  if (additionalProperties !== undefined) {
    return `{${typeWord(additionalProperties, schemas, types)}}`;
  }
  return type === undefined || type === 'object' ? 'any' : type;
}

const SCALARS: Readonly<Record<string, string>> = {
  Quantity: 'quantity',
  IntOrString: 'intOrString',
  Time: 'time',
  MicroTime: 'time',
};

async function readKinds(get: Get): Promise<Readonly<Record<string, string>>> {
  const groups = (await get('/apis')) as {
    groups: readonly { versions: readonly { groupVersion: string }[] }[];
  };
  // Other groups differ from cluster to cluster by what is switched on.
  const versions = groups.groups
    .flatMap((group) => group.versions.map((each) => each.groupVersion))
    .filter((version) => !version.includes('.'));
  const kinds: Record<string, string> = {};
  for (const version of ['v1', ...versions]) {
    const { resources } = (await get(version === 'v1' ? '/api/v1' : `/apis/${version}`)) as {
      resources: readonly { name: string; kind: string }[];
    };
    const own = resources.filter(({ name }) => !name.includes('/')).map(({ kind }) => kind);
    kinds[version] = [...new Set(own)].sort().join(' ');
  }
  return sorted(kinds);
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function sorted(record: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}
