/** The addresses under which this host is reached in its network. */
import { networkInterfaces } from "node:os";

/** IPv4 addresses of all interfaces but loopback and those that containers make, in the system's order. */
export function localAddresses(): string[] {
  return Object.entries(networkInterfaces())
    .filter(([name]) => !/^(docker|br-|veth|virbr)/.test(name))
    .flatMap(([, addresses]) => addresses ?? [])
    .filter((address) => address.family === "IPv4" && !address.internal)
    .map((address) => address.address);
}
