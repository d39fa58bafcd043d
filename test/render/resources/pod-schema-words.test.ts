import { expect, test } from 'bun:test';
import schema from '../../../schema/pod-resources.v1alpha1.schema.json';
import type {
  LimitConstraint,
  LimitProblem,
} from '../../../src/model/resources/admission/limit-constraint.ts';
import type { QuotaRefusal } from '../../../src/model/resources/admission/quota.ts';
import type { Change } from '../../../src/model/resources/change/what-if.ts';
import type { Qos, QosClass, QosShortfall } from '../../../src/model/resources/effective/qos.ts';
import type { Resize } from '../../../src/model/resources/effective/resize.ts';
import type { Term } from '../../../src/model/resources/effective/terms.ts';
import type { FitFact } from '../../../src/model/resources/nodes/fit-explanation.ts';
import type { ContainerResources } from '../../../src/model/resources/pod/pod-resources.ts';
import type { MissingUsage } from '../../../src/model/resources/pod/usage.ts';

/** The keys of a union's table: the compiler wants each of its words and no other. */
function wordsOf<Word extends string>(words: Readonly<Record<Word, true>>): string[] {
  return Object.keys(words).sort();
}

const { term, container, qosClass, qos, resize, quota, usage, limitRange, change, fitFact } =
  schema.$defs;
const shortfall = qos.properties.shortfalls.items.properties;
const violation = limitRange.properties.violations.items.properties;

const constants = (values: readonly string[]) => ({ enum: values });
const kindsOfChange = change.oneOf.map(({ properties }) => properties.kind.const);
const codesOfFit = fitFact.oneOf.map(({ properties }) => properties.code.const);
const moved = change.oneOf.flatMap(({ properties }) =>
  'to' in properties ? [properties.to] : [],
)[0];

test.each([
  [
    'what decides a request',
    term.properties.decidedBy,
    wordsOf<Term['decidedBy']>({
      running: true,
      init: true,
      'pod-level': true,
      resize: true,
      claims: true,
      overhead: true,
    }),
  ],
  [
    'the role of a container',
    container.properties.role,
    wordsOf<ContainerResources['role']>({ init: true, sidecar: true, app: true }),
  ],
  [
    'the QoS class',
    qosClass,
    wordsOf<QosClass>({ Guaranteed: true, Burstable: true, BestEffort: true }),
  ],
  [
    'what decides the QoS class',
    qos.properties.decidedBy,
    wordsOf<Qos['decidedBy']>({ 'pod-level': true, containers: true }),
  ],
  [
    'what keeps a Pod from Guaranteed',
    shortfall.problem,
    wordsOf<QosShortfall['problem']>({
      'no-request-no-limit': true,
      'no-limit': true,
      'request-below-limit': true,
      'no-request': true,
    }),
  ],
  [
    'the state of a resize',
    resize.properties.state,
    wordsOf<Resize['state']>({
      unseen: true,
      deferred: true,
      infeasible: true,
      'in-progress': true,
      failed: true,
    }),
  ],
  [
    'why a quota refuses',
    quota.properties.refusal.properties.code,
    wordsOf<QuotaRefusal['code']>({ 'must-specify': true, 'status-unknown': true, exceeded: true }),
  ],
  [
    'why no usage is known',
    usage.properties.containers.items.properties.missing,
    wordsOf<MissingUsage>({
      'not-started': true,
      'waits-for-restart': true,
      ended: true,
      'not-measured': true,
    }),
  ],
  [
    'a constraint of a LimitRange',
    violation.constraint,
    wordsOf<LimitConstraint>({ min: true, max: true, maxLimitRequestRatio: true }),
  ],
  [
    'how a LimitRange is broken',
    violation.problem,
    wordsOf<LimitProblem>({
      'no-request': true,
      'no-limit': true,
      'request-too-low': true,
      'limit-too-low': true,
      'request-too-high': true,
      'limit-too-high': true,
      'ratio-too-high': true,
    }),
  ],
  [
    'a change',
    constants(kindsOfChange),
    wordsOf<Change['kind']>({ set: true, move: true, replicas: true }),
  ],
  [
    'the place of a move',
    constants(moved?.enum ?? []),
    wordsOf<(Change & { kind: 'move' })['to']>({
      first: true,
      last: true,
      before: true,
      after: true,
    }),
  ],
  [
    'why a Pod fits nowhere',
    constants(codesOfFit),
    wordsOf<FitFact['code']>({
      'no-nodes': true,
      'init-phase-too-large': true,
      'exceeds-empty-nodes': true,
      'fits-cordoned-nodes': true,
    }),
  ],
])('the JSON Schema knows every word for %s and no other', (_, field, words) => {
  expect(field.enum.toSorted()).toEqual(words);
});
