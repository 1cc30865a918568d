/** The simulated cameras' ONVIF as the `onvif` package sees it. */
import onvif from "onvif";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tinyCameras } from "./demo-cameras.ts";
import { PASSWORD, startTiny } from "./simulator-rig.ts";

let rig: Awaited<ReturnType<typeof startTiny>>;

beforeAll(async () => {
  rig = await startTiny({ cameras: tinyCameras(2), onvifPortPerCamera: true, discovery: true });
});
afterAll(() => rig.close());

type Device = InstanceType<typeof onvif.Cam>;

function connectTo(id: string, password: string): Promise<Device> {
  const { hostname, port, pathname } = new URL(rig.simulator.onvifUrl(id));
  return new Promise((resolve, reject) => {
    const options = {
      hostname,
      port: Number(port),
      path: pathname,
      username: "admin",
      password,
      timeout: 10_000,
    };
    const device = new onvif.Cam(options, (error: Error | null) =>
      error ? reject(error) : resolve(device),
    );
  });
}

function ask<T>(call: (done: (error: Error | null, value?: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, value) => (error ? reject(error) : resolve(value as T)));
  });
}

test("it connects and tells its make, profiles and stream addresses", async () => {
  const device = await connectTo("cam-01", PASSWORD);
  const facts = await ask<{ manufacturer?: string }>((done) => device.getDeviceInformation(done));
  expect(facts).toMatchObject({ manufacturer: "Hoàng Liên", model: "HL-2M15" });
  const profiles = await ask<{ $: { token: string } }[]>((done) => device.getProfiles(done));
  expect(profiles.map((profile) => profile.$.token)).toEqual(["profile_main", "profile_sub"]);
  const stream = await ask<{ uri: string }>((done) =>
    device.getStreamUri({ protocol: "RTSP", profileToken: "profile_sub" }, done),
  );
  expect(stream.uri).toBe(rig.simulator.url("cam-01", "sub"));
});

test("makes differ from camera to camera", async () => {
  const device = await connectTo("cam-02", PASSWORD);
  const facts = await ask<{ manufacturer?: string }>((done) => device.getDeviceInformation(done));
  expect(facts.manufacturer).toBe("Vistacam");
});

test("a wrong password is refused as not authorised", async () => {
  await expect(
    connectTo("cam-01", "wrong").then((device) => ask((done) => device.getDeviceInformation(done))),
  ).rejects.toThrow(/not authorized/i);
});

test("its snapshot is a JPEG", async () => {
  const response = await fetch(
    rig.simulator.onvifUrl("cam-01").replace("device_service", "snapshot.jpg"),
  );
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
});
