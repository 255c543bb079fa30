// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What can be configured: one schema with its defaults, and the order in which the environment and flags
 * override them.
 *
 * @module
 */

export type {
  Config,
  ConfigInput,
  Grant,
  KernelConfig,
  LimitsConfig,
  LogConfig,
  PolicyConfig,
} from "./schema.ts";
export { resolveConfig, settingPaths, variableName } from "./resolve.ts";
export { parseBytes } from "./units.ts";
