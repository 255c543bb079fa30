// SPDX-License-Identifier: Apache-2.0 OR MIT
// Everything that can be configured: sections of settings, each in a file of its own.

import type { HealthThresholds } from "../contracts/mod.ts";
import { healthSettings } from "./sections/health.ts";
import { type HttpConfig, httpSettings } from "./sections/http.ts";
import { type KernelConfig, kernelSettings } from "./sections/kernel.ts";
import { type LimitsConfig, limitsSettings } from "./sections/limits.ts";
import { type LogConfig, logSettings } from "./sections/log.ts";
import { type PolicyConfig, policySettings } from "./sections/policy.ts";
import type { Setting } from "./setting.ts";

/** Configuration with every default filled in. */
export interface Config {
  /** How a kernel listens, lives and ends. */
  readonly kernel: KernelConfig;
  /** How logs are written. */
  readonly log: LogConfig;
  /** Health, metrics and information over HTTP. */
  readonly http: HttpConfig;
  /** From which figures on a kernel is degraded or unhealthy. */
  readonly health: HealthThresholds;
  /** Bounds of sessions and messages. */
  readonly limits: LimitsConfig;
  /** What scripts may touch. */
  readonly policy: PolicyConfig;
}

/** A value as it may be written: sizes and durations as texts too, `undefined` counts as left out. */
export type Written<T> = T extends number ? number | string | undefined : T | undefined;

/** Configuration as it is written: everything may be left out. */
export type ConfigInput = {
  readonly [Section in keyof Config]?: {
    readonly [Setting in keyof Config[Section]]?: Written<Config[Section][Setting]>;
  };
};

/** Settings by section and name, in the order they are documented. */
export const sections: {
  readonly [Section in keyof Config]: {
    readonly [Name in keyof Config[Section]]: Setting<Config[Section][Name]>;
  };
} = Object.freeze({
  kernel: kernelSettings,
  log: logSettings,
  http: httpSettings,
  health: healthSettings,
  limits: limitsSettings,
  policy: policySettings,
});

/** What a section is about, for its heading. */
export const sectionTitles: Readonly<Record<keyof Config, string>> = Object.freeze({
  kernel: "How a kernel listens, lives and ends",
  log: "How logs are written",
  http: "Health, metrics and information over HTTP",
  health: "From which figures on a kernel is degraded or unhealthy",
  limits: "Bounds of sessions and messages",
  policy: "What scripts may touch",
});

/** Paths of all settings, in the order they are documented: `limits.memoryBytes`. */
export function settingPaths(): string[] {
  return Object.entries(sections).flatMap(([section, settings]) =>
    Object.keys(settings).map((name) => `${section}.${name}`)
  );
}

/**
 * The setting at a path.
 *
 * @returns `undefined` when there is none
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(settingAt("log.level")?.reload, "live");
 * ```
 */
export function settingAt(path: string): Setting | undefined {
  const [section = "", name = "", ...more] = path.split(".");
  if (more.length > 0 || !Object.hasOwn(sections, section)) return undefined;
  const settings = sections[section as keyof Config] as Readonly<Record<string, Setting>>;
  return Object.hasOwn(settings, name) ? settings[name] : undefined;
}

/** The value at the path of a setting. */
export function valueAt(config: Config, path: string): unknown {
  const [section, name] = path.split(".") as [keyof Config, string];
  return (config[section] as unknown as Readonly<Record<string, unknown>>)[name];
}

/** A configuration whose values come from a function of their path. */
export function buildConfig(value: (path: string, setting: Setting) => unknown): Config {
  const entries = Object.entries(sections).map(([section, settings]) => {
    const values = Object.entries(settings as Readonly<Record<string, Setting>>)
      .map(([name, setting]) => [name, value(`${section}.${name}`, setting)] as const);
    return [section, Object.fromEntries(values)] as const;
  });
  return Object.fromEntries(entries) as unknown as Config;
}

/** Every setting with its path, in the order they are documented. */
export function eachSetting(): { readonly path: string; readonly setting: Setting }[] {
  return settingPaths().map((path) => ({ path, setting: settingAt(path)! }));
}
