// SPDX-License-Identifier: Apache-2.0 OR MIT

import { z } from "zod";
import { configSchema } from "./schema.ts";
import { eachSetting } from "./table.ts";
import type { Unit } from "./setting.ts";

/** A JSON Schema or a part of one. */
type JsonSchema = { [key: string]: unknown; properties?: Record<string, JsonSchema> };

const sizePattern = "^\\s*\\d+(\\.\\d+)?\\s*([kKmMgG][iI]?)?[bB]?\\s*$";
const durationPattern = "^\\s*(\\d+|(\\d+(\\.\\d+)?\\s*(ms|s|min|m|h|d)\\s*)+)$";

/**
 * The JSON Schema of `config.toml` and `kernel.toml`, for editors and other tools.
 *
 * @see JSON Schema, draft 2020-12
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(configJsonSchema().$schema, "https://json-schema.org/draft/2020-12/schema");
 * ```
 */
export function configJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(configSchema(), {
    target: "draft-2020-12",
    io: "input",
  }) as JsonSchema;
  for (const { path, setting } of eachSetting()) {
    const [section, name] = path.split(".") as [string, string];
    const settings = schema.properties?.[section]?.properties;
    if (settings?.[name] === undefined) continue;
    if (setting.unit !== undefined) settings[name] = withTexts(settings[name], setting.unit);
    settings[name]["x-reload"] = setting.reload;
  }
  return { $schema, title: "llmspell configuration", ...schema };
}

/** Sizes and durations may be texts; others keep what they are. */
function withTexts({ description, default: value, ...number }: JsonSchema, unit: Unit): JsonSchema {
  const pattern = unit === "bytes"
    ? sizePattern
    : unit === "ms" || unit === "seconds"
    ? durationPattern
    : undefined;
  const forms = pattern === undefined ? number : { anyOf: [number, { type: "string", pattern }] };
  return { description: `${description} (${unit})`, default: value, ...forms };
}
