/** The rule of new passwords. */
import { expect, it } from "vitest";
import { passwordFault } from "../../../web/src/app/password-rule.ts";

const good = {
  current: "cũ-cũ-cũ-cũ",
  next: "ruộng bậc thang",
  again: "ruộng bậc thang",
  login: "hung",
};

it.each([
  [good, undefined],
  [{ ...good, next: "ngắn", again: "ngắn" }, "short"],
  [{ ...good, next: good.current, again: good.current }, "same"],
  [{ ...good, next: "mat-khau-HUNG-1", again: "mat-khau-HUNG-1" }, "name"],
  [{ ...good, again: "ruộng bậc than" }, "different"],
])("%j gives %s", (entered, fault) => {
  expect(passwordFault(entered)).toBe(fault);
});
