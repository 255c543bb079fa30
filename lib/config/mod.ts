// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What can be configured: one schema with its defaults, and the order in which files, the environment and flags
 * override them.
 *
 * ```ts
 * import assert from "node:assert/strict";
 * import { resolveConfig } from "./mod.ts";
 * const config = resolveConfig({ env: () => undefined, flags: { kernel: { graceMs: "1s" } } });
 * assert.equal(config.kernel.graceMs, 1000);
 * ```
 *
 * @module
 */

export {
  type Config,
  type ConfigInput,
  eachSetting,
  sectionTitles,
  settingAt,
  settingPaths,
  valueAt,
  type Written,
} from "./table.ts";
export type { HealthThresholds } from "../contracts/mod.ts";
export type { HttpConfig } from "./sections/http.ts";
export type { KernelConfig } from "./sections/kernel.ts";
export type { LimitsConfig } from "./sections/limits.ts";
export type { LogConfig, LogLevelName } from "./sections/log.ts";
export type { PolicyConfig } from "./sections/policy.ts";
export type { Grant, Kind, Setting, SettingInfo, Unit } from "./setting.ts";
export { variableAliases, variableName } from "./environment.ts";
export {
  checkConfig,
  type CheckedConfig,
  loadConfig,
  type LoadConfigOptions,
  type LoadedConfig,
  resolveConfig,
} from "./load.ts";
export { type ConfigFile, maxFileBytes } from "./file.ts";
export type { Origins, Suggest } from "./layers.ts";
export { describeOrigin, type Origin } from "./origin.ts";
export { type ConfigProblem, problemLine, requireNone } from "./problem.ts";
export { applyLive, diffConfig, maskSecrets, secretMask } from "./diff.ts";
export { configJsonSchema } from "./json_schema.ts";
export { configTemplate, configToml, readableDefault, tomlValue } from "./toml_text.ts";
export { formatBytes, formatDuration, parseBytes, parseDuration } from "./units.ts";
