// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Framing that protocols share: Jupyter's multipart messages, their HMAC-SHA256 signatures, the memory of
 * signatures already seen, and positions counted in code points.
 *
 * ```ts
 * import { joinMessage, Signer, splitMessage } from "./mod.ts";
 *
 * const signer = new Signer(new TextEncoder().encode("secret"));
 * const parts = ["{}", "{}", "{}", "{}"].map((text) => new TextEncoder().encode(text));
 * const frames = joinMessage([], [signer.sign(parts), ...parts]);
 * const [identities, [signature, ...signed]] = splitMessage(frames);
 * console.assert(identities.length === 0 && signer.verify(signed, signature!));
 * ```
 *
 * @module
 */

export * from "./code_points.ts";
export * from "./digest_history.ts";
export * from "./hmac.ts";
export * from "./multipart.ts";
export * from "./text_slab.ts";
