import type { Markup } from './svg.ts';

/** In pixels. Letters are of one width, a little less than this in every font that is asked for. */
export const WIDTH = 980;
export const MARGIN = 24;
export const CHARACTER = 8;
export const LINE = 20;
export const ROW = 26;

/** A part of the picture, and where the next one may begin. */
export interface Block {
  readonly markup: readonly Markup[];
  readonly bottom: number;
}
