// SPDX-License-Identifier: Apache-2.0 OR MIT
// Layers of settings, one above the other: each overrides what stands below it.

import type { Origin } from "./origin.ts";
import { type ConfigProblem, problemAt } from "./problem.ts";
import { buildConfig, type Config, sections, settingAt, settingPaths } from "./table.ts";
import { healthPairs } from "./sections/health.ts";
import type { ReadResult, ValueProblem } from "./value.ts";

/** A value that was read and checked. */
export interface Entry {
  /** Path of the setting: `log.level`. */
  readonly path: string;
  readonly value: unknown;
  readonly origin: Origin;
}

/** What one layer gives, and what is wrong with it. */
export interface Layer {
  readonly entries: readonly Entry[];
  readonly problems: readonly ConfigProblem[];
}

/** Finds what a mistyped name may have meant. */
export type Suggest = (name: string, candidates: readonly string[]) => string | undefined;

/** Where each setting's value comes from, by path. */
export type Origins = ReadonlyMap<string, Origin>;

/** Layers put together. */
export interface Resolved {
  readonly config: Config;
  readonly origins: Origins;
  readonly problems: readonly ConfigProblem[];
}

/** Puts layers together, the lowest first; values that are wrong are left out. */
export function resolveLayers(layers: readonly Layer[]): Resolved {
  const entries = new Map<string, Entry>();
  for (const layer of layers) {
    for (const entry of layer.entries) {
      const below = entries.get(entry.path);
      // An option's value may have been read from its variable by the command line's parser.
      if (entry.origin.layer === "flag" && below && sameValue(below.value, entry.value)) continue;
      entries.set(entry.path, entry);
    }
  }
  const config = buildConfig((path, setting) => entries.get(path)?.value ?? setting.default);
  const origins = new Map(
    settingPaths().map((
      path,
    ) => [path, entries.get(path)?.origin ?? { layer: "default" } as const]),
  );
  const own = layers.flatMap((layer) => layer.problems);
  // A value that was left out says nothing about its neighbour.
  const sound = healthPairs.filter((pair) =>
    !own.some(({ key }) => pair.some((name) => key === `health.${name}`))
  );
  const problems = [...own, ...sound.flatMap((pair) => pairProblem(pair, config, origins) ?? [])];
  return { config, origins, problems };
}

/** A layer's value as an entry, or what is wrong with it. */
export function layerOf(
  values: Iterable<{
    readonly path: string;
    readonly read: ReadResult;
    /** Origin of the value, or of what lies below it. */
    readonly origin: (below: readonly (string | number)[]) => Origin;
  }>,
  suggest: Suggest | undefined,
): Layer {
  const entries: Entry[] = [];
  const problems: ConfigProblem[] = [];
  for (const { path, read, origin } of values) {
    if ("value" in read) entries.push({ path, value: read.value, origin: origin([]) });
    else problems.push(valueProblem(path, read, origin(read.below), suggest));
  }
  return { entries, problems };
}

function valueProblem(
  path: string,
  { below, problem, word }: ValueProblem,
  origin: Origin,
  suggest: Suggest | undefined,
): ConfigProblem {
  const choices = settingAt(path)?.choices ?? [];
  const near = word === undefined ? undefined : suggest?.(word.toLowerCase(), choices);
  const key = [path, ...below].join(".");
  return problemAt(
    origin,
    key,
    problem,
    near === undefined ? correction(origin, key) : meant(near),
  );
}

function correction(origin: Origin, key: string): string {
  if (origin.layer === "file") return `correct line ${origin.line}`;
  return origin.layer === "environment" ? `correct or unset ${origin.variable}` : `correct ${key}`;
}

/** No section or no setting has this name. */
export function unknownName(
  path: readonly string[],
  origin: Origin,
  suggest: Suggest | undefined,
): ConfigProblem {
  const [section = "", name] = path;
  if (!Object.hasOwn(sections, section)) {
    const names = Object.keys(sections);
    const near = settingPaths().find((whole) => whole.endsWith(`.${section}`)) ??
      suggest?.(section, names);
    const hint = near === undefined ? `sections: ${names.join(", ")}` : meant(near);
    return problemAt(origin, section, "no such section", hint);
  }
  const settings = Object.keys(sections[section as keyof Config]);
  const near = suggest?.(name ?? "", settings);
  const hint = near === undefined
    ? `settings of ${section}: ${settings.join(", ")}`
    : meant(`${section}.${near}`);
  return problemAt(origin, path.join("."), "no such setting", hint);
}

function meant(name: string): string {
  return `did you mean "${name}"?`;
}

/** Thresholds must rise: what is unhealthy is beyond what is degraded. */
function pairProblem(
  [lower, upper]: (typeof healthPairs)[number],
  config: Config,
  origins: Origins,
): ConfigProblem | undefined {
  if (config.health[lower] < config.health[upper]) return undefined;
  const [low, high] = [`health.${lower}`, `health.${upper}`];
  const key = origins.get(low)?.layer === "default" ? high : low;
  const problem = `${low} must be less than ${high}: they are ${config.health[lower]} and ${
    config.health[upper]
  }`;
  const hint = `change ${low} or ${high}`;
  return problemAt(origins.get(key) ?? { layer: "default" }, key, problem, hint);
}

/** True when two values of a setting mean the same; the order of lists counts, that of tables does not. */
export function sameValue(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  const plain = typeof value === "object" && value !== null && !Array.isArray(value);
  const entries = plain ? Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1) : value;
  return JSON.stringify(entries);
}
