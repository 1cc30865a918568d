/** Whether a processor can watch pictures, asked of this one and of one that is made to look old. */
import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { hasSimd, SIMD_PROBE } from "#base/simd";

function askNode(...flags: string[]): string {
  const script = `WebAssembly.validate(Buffer.from("${Buffer.from(SIMD_PROBE).toString("hex")}", "hex"))`;
  return execFileSync(process.execPath, [...flags, "-p", script], { encoding: "utf8" }).trim();
}

test("the probe is a module that this processor runs, as it must for all tests of watching", () => {
  expect(hasSimd()).toBe(true);
  expect(askNode()).toBe("true");
});

test.runIf(process.arch === "x64")("a processor without SSE4.1 is told from it", () => {
  expect(askNode("--no-enable-sse4-1")).toBe("false");
});
