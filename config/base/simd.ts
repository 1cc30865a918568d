/** Whether this processor can watch pictures: WebAssembly's fixed-width SIMD needs SSE4.1 or NEON. Pure. */

/** Node has it; the types of Node leave it out. */
declare const WebAssembly: { readonly validate: (bytes: Uint8Array) => boolean };

/** A module of one function that answers a vector: type, function and code section (WebAssembly 2.0, 5.5). */
export const SIMD_PROBE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b],
  ...[0x03, 0x02, 0x01, 0x00],
  // i32.const 0, i8x16.splat, end
  ...[0x0a, 0x08, 0x01, 0x06, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0x0b],
);

export function hasSimd(): boolean {
  return WebAssembly.validate(SIMD_PROBE);
}
