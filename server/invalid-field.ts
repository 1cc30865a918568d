/** An input error that names one field, for rules that the contract's schemas cannot say. */
import { VmsError } from "#base/errors";

export function invalidField(path: string, reason: string, message: string): VmsError {
  return new VmsError("invalid_input", reason, message, {
    details: { fields: [{ path, message }] },
  });
}
