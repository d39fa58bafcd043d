import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { summarise } from '../../../../src/model/explain/many/pod-summary.ts';
import { structuredSummaryChange } from '../../../../src/render/explain/watch/summary-change.ts';
import { loadHistories } from '../../../support/histories.ts';

test('a change of one of several Pods is as the schema has it', () => {
  const path = join(import.meta.dirname, '../../../../schema/pod-explanation.v1alpha1.schema.json');
  const validate = new Ajv({ formats: { 'date-time': true } }).compile(
    JSON.parse(readFileSync(path, 'utf8')),
  );
  for (const { samples } of loadHistories()) {
    for (const { pod, observedAt } of samples) {
      const summary = summarise(pod, observedAt);
      for (const change of ['verdict', 'deleted'] as const) {
        const value = structuredSummaryChange(change, summary, observedAt);
        validate(JSON.parse(JSON.stringify(value)));
        expect(validate.errors).toBeNull();
      }
    }
  }
});
