import type { TotalsReport } from '../../../model/resources/totals/totals-report.ts';
import { toJson, toYaml } from '../../text/json-yaml.ts';
import { headFields, rowFieldsOf, tailFields } from './totals-fields.ts';

/** Rows that are turned into text at once: enough to be quick, few enough not to fill the memory. */
const BATCH = 500;

/**
 * A summary as `-o json` has it, in pieces to be written one after another:
 * schema/resource-totals.v1alpha1.schema.json describes every field.
 */
export function* totalsJson(report: TotalsReport): Generator<string> {
  const { shown } = report;
  const fieldsOf = rowFieldsOf(report);
  yield `${inner(toJson(headFields(report)))},\n  "items": [`;
  for (let at = 0; at < shown.length; at += BATCH) {
    const items = shown.slice(at, at + BATCH).map(fieldsOf);
    const text = toJson({ items }).slice('{\n  "items": ['.length, -'\n  ]\n}\n'.length);
    yield at === 0 ? text : `,${text}`;
  }
  const tail = inner(toJson(tailFields(report))).slice('{'.length);
  yield `${shown.length === 0 ? '' : '\n  '}],${tail}\n}\n`;
}

/** An object's text without its end. */
function inner(json: string): string {
  return json.slice(0, -'\n}\n'.length);
}

/** The same as YAML. */
export function* totalsYaml(report: TotalsReport): Generator<string> {
  const { shown } = report;
  const fieldsOf = rowFieldsOf(report);
  yield toYaml(headFields(report));
  if (shown.length === 0) yield toYaml({ items: [] });
  for (let at = 0; at < shown.length; at += BATCH) {
    const items = shown.slice(at, at + BATCH).map(fieldsOf);
    const text = toYaml({ items });
    yield at === 0 ? text : text.slice('items:\n'.length);
  }
  yield toYaml(tailFields(report));
}
