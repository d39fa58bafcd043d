import type { UserError } from '../../errors.ts';
import type { FileConfig } from '../../model/explain/command/file-config.ts';
import type { FileService } from '../../model/explain/command/file-services.ts';
import type { ObjectMeta, WrittenResourceList } from '../../model/kubernetes/api.ts';
import type { Node } from '../../model/kubernetes/node.ts';
import type { LimitRange } from '../../model/resources/admission/limit-range.ts';
import type { ResourceQuota } from '../../model/resources/admission/resource-quota.ts';
import { AUTOSCALER_SHAPE, type Autoscaler } from '../autoscalers/autoscaler.ts';
import { SERVICE_SPEC_SHAPE } from '../objects/service-shape.ts';
import { fitToShape, type Shape } from '../objects/shape.ts';
import type { ManifestObject } from './manifest-objects.ts';
import { misfitErrors } from './manifest-pod.ts';

/** What the files say of the place where their Pods would run. */
export interface SurroundingObjects {
  readonly quotas: readonly ResourceQuota[];
  readonly limitRanges: readonly LimitRange[];
  readonly nodes: readonly Node[];
  readonly autoscalers: readonly Autoscaler[];
  readonly services: readonly FileService[];
  readonly configs: readonly FileConfig[];
  readonly namespaces: readonly Named[];
  readonly serviceAccounts: readonly Named[];
  readonly priorityClasses: readonly Named[];
  readonly runtimeClasses: readonly RuntimeClass[];
}

/** Of these only that they are there is of interest. */
interface Named {
  readonly metadata: ObjectMeta;
}

/** What its Pods take beside their containers. */
interface RuntimeClass {
  readonly metadata: ObjectMeta;
  readonly overhead?: { readonly podFixed?: WrittenResourceList };
}

/** Only the keys are of interest. */
const KEYS: Shape = { map: 'any' };
const AMOUNTS: Shape = { map: 'quantity' };
const NAMED = { name: 'string', namespace: 'string', labels: { map: 'string' } } as const;
const METADATA: Shape = { fields: NAMED };

const SHAPES: Readonly<Record<string, Shape>> = {
  ResourceQuota: {
    fields: {
      metadata: METADATA,
      spec: {
        fields: {
          hard: AMOUNTS,
          scopes: { list: 'string' },
          scopeSelector: {
            fields: {
              matchExpressions: {
                list: {
                  fields: { scopeName: 'string', operator: 'string', values: { list: 'string' } },
                  required: ['scopeName'],
                },
              },
            },
          },
        },
      },
      status: { fields: { hard: AMOUNTS, used: AMOUNTS } },
    },
    required: ['metadata'],
  },
  LimitRange: {
    fields: {
      metadata: METADATA,
      spec: {
        fields: {
          limits: {
            list: {
              fields: {
                type: 'string',
                max: AMOUNTS,
                min: AMOUNTS,
                default: AMOUNTS,
                defaultRequest: AMOUNTS,
                maxLimitRequestRatio: AMOUNTS,
              },
              required: ['type'],
            },
          },
        },
      },
    },
    required: ['metadata'],
  },
  Node: {
    fields: {
      metadata: METADATA,
      spec: {
        fields: {
          unschedulable: 'boolean',
          taints: {
            list: {
              fields: { key: 'string', value: 'string', effect: 'string' },
              required: ['key', 'effect'],
            },
          },
        },
      },
      status: {
        fields: {
          capacity: AMOUNTS,
          allocatable: AMOUNTS,
          conditions: { list: { fields: { type: 'string', status: 'string', reason: 'string' } } },
        },
      },
    },
    required: ['metadata'],
  },
  Namespace: { fields: { metadata: METADATA }, required: ['metadata'] },
  ServiceAccount: { fields: { metadata: METADATA }, required: ['metadata'] },
  PriorityClass: { fields: { metadata: METADATA }, required: ['metadata'] },
  RuntimeClass: {
    fields: { metadata: METADATA, overhead: { fields: { podFixed: AMOUNTS } } },
    required: ['metadata'],
  },
  HorizontalPodAutoscaler: AUTOSCALER_SHAPE,
  Service: { fields: { metadata: METADATA, spec: SERVICE_SPEC_SHAPE } },
  ConfigMap: { fields: { metadata: METADATA, data: KEYS, binaryData: KEYS } },
  Secret: { fields: { metadata: METADATA, data: KEYS, stringData: KEYS } },
};

/** Whether an object is one of these, and not of a kind of somebody else with the same name. */
export function isSurrounding({ kind, apiVersion }: ManifestObject): boolean {
  return (
    Object.hasOwn(SHAPES, kind) &&
    /^(?:$|v1$|autoscaling\/|(?:node|scheduling)\.k8s\.io\/)/.test(apiVersion)
  );
}

/** Where such an object is not of the form that the rest of the program relies on. */
export function surroundingProblems({
  kind,
  fields,
  origin,
}: ManifestObject): readonly UserError[] {
  return misfitErrors(fitToShape(fields, SHAPES[kind] ?? 'any'), origin);
}

/** The objects by kind; all are such whose form has been looked at. */
export function surroundingsOf(objects: readonly ManifestObject[]): SurroundingObjects {
  return {
    quotas: ofKind<ResourceQuota>(objects, 'ResourceQuota'),
    limitRanges: ofKind<LimitRange>(objects, 'LimitRange'),
    nodes: ofKind<Node>(objects, 'Node'),
    autoscalers: ofKind<Autoscaler>(objects, 'HorizontalPodAutoscaler'),
    services: ofKind<FileService>(objects, 'Service'),
    configs: objects
      .filter(({ kind }) => kind === 'ConfigMap' || kind === 'Secret')
      .map(({ kind, fields }) => ({ ...fields, kind }) as unknown as FileConfig),
    namespaces: ofKind<Named>(objects, 'Namespace'),
    serviceAccounts: ofKind<Named>(objects, 'ServiceAccount'),
    priorityClasses: ofKind<Named>(objects, 'PriorityClass'),
    runtimeClasses: ofKind<RuntimeClass>(objects, 'RuntimeClass'),
  };
}

function ofKind<Item>(objects: readonly ManifestObject[], kind: string): readonly Item[] {
  return objects
    .filter((each) => each.kind === kind)
    .map(({ fields }) => fields as unknown as Item);
}
