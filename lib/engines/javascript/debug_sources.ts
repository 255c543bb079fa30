// SPDX-License-Identifier: Apache-2.0 OR MIT
// The sources that were loaded while a debugger was attached, and where they can be stopped.

import type { BreakpointState } from "../../contracts/mod.ts";
import { instrument, type Instrumented, type Point } from "./instrument.ts";
import { sourceColumn } from "./instrument_edits.ts";
import type { Scope } from "./instrument_scopes.ts";

/** A source that can be stopped. */
export interface DebugSource extends Instrumented {
  /** Number within the session. */
  readonly id: number;
  /** Chunk name or path, as a debugger knows it. */
  readonly name: string;
  /** Name in the interpreter's stacks. */
  readonly chunkName: string;
  /** Number of its first function within the session. */
  readonly firstSite: number;
  /** Number of its first point within the session. */
  readonly firstPoint: number;
  readonly isModule: boolean;
}

/** Names in sight at a point, each once, the innermost first. */
export interface VisibleNames {
  readonly locals: readonly string[];
  /** Of the functions around. */
  readonly closure: readonly string[];
}

/** A point and the source it is in. */
export interface FoundPoint {
  readonly source: DebugSource;
  readonly point: Point;
}

/** What `DebugSources.add` takes. */
export interface AddedSource {
  readonly code: string;
  readonly name: string;
  readonly chunkName: string;
  readonly isModule: boolean;
}

/** All sources of a session that can be stopped, and the breakpoints wanted in them. */
export class DebugSources {
  readonly #all: DebugSource[] = [];
  readonly #breakpoints = new Map<string, readonly number[]>();
  readonly #name: string;
  #nextSite = 1;
  #nextPoint = 0;

  /** @param name what the names of inserted code begin with */
  constructor(name: string) {
    this.#name = name;
  }

  /** Instruments a source. @throws {SyntaxError} when it is no JavaScript */
  add({ code, name, chunkName, isModule }: AddedSource): DebugSource {
    const first = { firstSite: this.#nextSite, firstPoint: this.#nextPoint };
    const id = this.#all.length;
    const ready = instrument(code, { name: this.#name, source: id, ...first, isModule });
    const source = { ...ready, ...first, id, name, chunkName, isModule };
    this.#all.push(source);
    this.#nextSite += source.sites.length;
    this.#nextPoint += source.points.length;
    return source;
  }

  /** A point by its number, with its source. */
  point(number: number): FoundPoint | undefined {
    const source = this.#all.findLast(({ firstPoint }) => firstPoint <= number);
    const point = source?.points[number - source.firstPoint];
    return source === undefined || point === undefined ? undefined : { source, point };
  }

  /** Forgets all breakpoints. */
  clear(): void {
    this.#breakpoints.clear();
  }

  /** Replaces the breakpoints of a source. */
  setBreakpoints(name: string, lines: readonly number[]): readonly BreakpointState[] {
    this.#breakpoints.set(name, lines);
    const latest = this.#all.findLast((source) => source.name === name);
    return lines.map((asked) => {
      const line = latest === undefined ? undefined : lineFrom(latest, asked);
      return { line: line ?? asked, verified: line !== undefined };
    });
  }

  /** Numbers of the points where breakpoints and `debugger` statements stop. */
  marks(): readonly number[] {
    const marks = new Set<number>();
    for (const source of this.#all) {
      const { points, firstPoint, name } = source;
      for (const [index, { stops }] of points.entries()) if (stops) marks.add(firstPoint + index);
      for (const asked of this.#breakpoints.get(name) ?? []) {
        const line = lineFrom(source, asked);
        const first = points.findIndex((point) => point.line === line);
        if (line !== undefined) marks.add(firstPoint + first);
      }
    }
    return [...marks];
  }

  /** A stack of the interpreter with the columns of the sources. */
  sourceStack(stack: string): string {
    return stack.replace(
      /^(.*?)([^\s(][^\n(]*):(\d+):(\d+)(\)?)$/gm,
      (whole, head: string, name: string, line: string, column: string, end: string) => {
        const source = this.#all.findLast(({ chunkName }) => chunkName === name);
        if (source === undefined) return whole;
        const mapped = sourceColumn(source.shifts, Number(line) - 1, Number(column) - 1) + 1;
        return `${head}${name}:${line}:${mapped}${end}`;
      },
    );
  }
}

/** The first line from `asked` on that has a statement. */
function lineFrom({ points }: DebugSource, asked: number): number | undefined {
  let found: number | undefined;
  for (const { line } of points) {
    if (line >= asked && (found === undefined || line < found)) found = line;
  }
  return found;
}

/** Names in sight at a point. */
export function visibleNames({ source, point }: FoundPoint): VisibleNames {
  const locals = new Set<string>(), closure = new Set<string>();
  const innermost = point.scope;
  for (let scope: Scope | undefined = innermost; scope; scope = scope.parent) {
    const isOwn = scope.site === innermost.site;
    // What a cell declares at its top level is global.
    if (!isOwn && scope.parent === undefined && !source.isModule) continue;
    for (const name of scope.names) {
      if (isOwn) locals.add(name);
      else if (!locals.has(name)) closure.add(name);
    }
  }
  return { locals: [...locals], closure: [...closure] };
}
