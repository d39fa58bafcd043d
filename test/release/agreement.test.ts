import { expect, test } from 'bun:test';
import { disagreements, releaseNotes } from '../../scripts/release/agreement.ts';

const CHANGELOG = `# Changelog

## Unreleased

- Not yet.

## 1.2.3 – 2027-01-02

- One thing.

## 1.2.2

- Another.
`;

test('tag, package.json and changelog agree', () => {
  expect(disagreements({ tag: 'v1.2.3', version: '1.2.3', changelog: CHANGELOG })).toEqual([]);
});

test.each([
  ['v1.2.4', '1.2.3', CHANGELOG, 'the tag is v1.2.4, but package.json says 1.2.3'],
  ['v1.2.4', '1.2.4', CHANGELOG, 'the newest version in CHANGELOG.md is 1.2.3, not 1.2.4'],
  ['v1.2.2', '1.2.2', CHANGELOG, 'the newest version in CHANGELOG.md is 1.2.3, not 1.2.2'],
  ['v1.2.3', '1.2.3', '## Unreleased\n', 'the newest version in CHANGELOG.md is none, not 1.2.3'],
])('%s of package %s does not', (tag, version, changelog, problem) => {
  expect(disagreements({ tag, version, changelog })).toEqual([problem]);
});

test('a tag is a version with v', () => {
  expect(disagreements({ tag: '1.2.3', version: '1.2.3', changelog: CHANGELOG })).toHaveLength(2);
});

test('the notes of a release are its part of the changelog', () => {
  expect(releaseNotes(CHANGELOG, '1.2.3')).toBe('- One thing.\n');
  expect(releaseNotes(CHANGELOG, '1.2')).toBe('\n');
});
