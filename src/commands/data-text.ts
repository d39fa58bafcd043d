import { readFileSync } from 'node:fs';
import { fileProblem, UserError } from '../errors.ts';
import { type Structured, toJson, toJsonOrYaml } from '../render/text/json-yaml.ts';
import type { FieldsFormat } from './flags/output.ts';

/** The formats that are about data, not about words. */
export type DataFormat = 'json' | 'yaml' | FieldsFormat;

/** Whether the output is JSON, YAML or fields of these, and not words. */
export function isData(output: string | FieldsFormat): output is DataFormat {
  return typeof output === 'object' || output === 'json' || output === 'yaml';
}

/**
 * The data as it was asked for. Rows of custom-columns are the `items` of a list. Throws a
 * UserError for a template that cannot be read.
 */
export async function dataText(
  value: Structured,
  format: DataFormat,
  hasTitles = true,
): Promise<string> {
  if (typeof format === 'string') return toJsonOrYaml(value, format);
  if (format.kind === 'custom-columns') {
    const { customColumnsText, parseCustomColumns } = await import(
      '../render/fields/custom-columns.ts'
    );
    const objects = Array.isArray(value.items) ? value.items : [value];
    return customColumnsText(parseCustomColumns(format.argument), objects, hasTitles);
  }
  const { fillTemplate, parseTemplate, valuesOf } = await import('../render/fields/json-path.ts');
  const template =
    format.kind === 'jsonpath-file' ? readTemplate(format.argument) : format.argument;
  const pieces = parseTemplate(template);
  if (format.kind === 'jsonpath-as-json') return toJson(valuesOf(pieces, value));
  return fillTemplate(pieces, value);
}

function readTemplate(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UserError(`error reading --template ${file}: ${fileProblem(cause)}`, { cause });
  }
}
