/**
 * Wires the server: services, routes, sockets. Owns the order in which they start and close; holds
 * no rule of its own. Takes an open catalogue and closes all but that.
 */
import type { Clock } from "#base/clock";
import type { Log } from "#base/log";
import type { SiteSettings } from "#contract";
import { type Catalogue, type DataFolder, diskSpace, pictureToWebp } from "#storage";
import { AuditTrail } from "./audit/audit-trail.ts";
import { CameraProbe } from "./cameras/camera-probe.ts";
import { CameraService } from "./cameras/camera-service.ts";
import { MapService } from "./cameras/map-service.ts";
import { PlaceService } from "./cameras/place-service.ts";
import { DemoService, type ListDemoCameras } from "./demo/demo-service.ts";
import { EventService } from "./events/event-service.ts";
import { MotionSettingsService } from "./events/motion-settings-service.ts";
import { authRoutes } from "./http/auth-routes.ts";
import { cameraRoutes } from "./http/camera-routes.ts";
import { clientAddress } from "./http/client-address.ts";
import { eventRoutes } from "./http/event-routes.ts";
import { HttpServer } from "./http/http-server.ts";
import { incidentRoutes } from "./http/incident-routes.ts";
import { LIVE_PREFIX, liveUpgrade } from "./http/live-upgrade.ts";
import { playbackRoutes } from "./http/playback-routes.ts";
import type { RouteDeps } from "./http/route-deps.ts";
import { searchRoutes } from "./http/search-routes.ts";
import { SessionGuard } from "./http/session-guard.ts";
import { systemRoutes } from "./http/system-routes.ts";
import { IncidentService } from "./incidents/incident-service.ts";
import { LiveService } from "./live/live-service.ts";
import { PlaybackService } from "./playback/playback-service.ts";
import { LiveSockets } from "./realtime/live-socket.ts";
import { RecorderLink } from "./realtime/recorder-link.ts";
import { SocketHub } from "./realtime/socket-hub.ts";
import { type MotionSource, motionSource } from "./search/motion-source.ts";
import { SearchService } from "./search/search-service.ts";
import { localAddresses } from "./system/local-addresses.ts";
import { Metrics } from "./system/metrics.ts";
import { SiteService } from "./system/site-service.ts";
import { type DiskPolicy, SystemService } from "./system/system-service.ts";
import { LoginService } from "./users/login-service.ts";
import { SessionService } from "./users/session-service.ts";
import { UserService } from "./users/user-service.ts";

export interface AppOptions {
  readonly catalogue: Catalogue;
  readonly folder: DataFolder;
  /** Seals camera passwords; 32 bytes. */
  readonly secretKey: Buffer;
  /** What the recorder must show, in hex. */
  readonly linkToken: string;
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly trustProxy: boolean | number;
    readonly cookieSecure: boolean | "auto";
    readonly loginTriesPerMinute?: number;
  };
  /** Folder of the built viewer. */
  readonly webPath: string;
  readonly site: SiteSettings;
  readonly timeZone: string;
  readonly maxDownloads: number;
  readonly demo: {
    readonly enabled: boolean | "auto";
    readonly count: number;
    readonly listCameras: ListDemoCameras;
  };
  readonly version: string;
  readonly diskPolicy: DiskPolicy;
  /** Checks each answer against the contract: tests and development. */
  readonly checkAnswers: boolean;
  /** N of scrypt for new passwords; only tests choose less than the default. */
  readonly passwordCost?: number;
  readonly clock: Clock;
  readonly log: Log;
}

export class App {
  readonly users: UserService;
  readonly demo: DemoService;
  readonly recorder: RecorderLink;
  readonly sessions: SessionService;
  readonly #http: HttpServer;
  readonly #hub: SocketHub;
  readonly #system: SystemService;
  readonly #live: LiveService;
  readonly #motion: MotionSource;

  constructor(options: AppOptions) {
    const { catalogue, clock, log, http, passwordCost } = options;
    const audit = new AuditTrail(catalogue, clock);
    this.sessions = new SessionService({ catalogue, clock, log });
    this.recorder = new RecorderLink(log);
    const guard = new SessionGuard(this.sessions, http.cookieSecure);
    this.#hub = new SocketHub({
      recorder: this.recorder,
      sessions: this.sessions,
      admit: (req) => guard.admitUpgrade(req, clientAddress(req, http.trustProxy)),
      linkToken: options.linkToken,
      clock,
      log,
    });
    this.#http = new HttpServer(
      { ...http, webPath: options.webPath, checkAnswers: options.checkAnswers, log },
      guard,
    );
    const { recorder, sessions } = this;
    const site = new SiteService({ catalogue, audit, recorder, defaults: options.site });
    this.users = new UserService({ catalogue, sessions, audit, clock, passwordCost });
    const cameras = this.#cameraService(options, site, audit);
    this.demo = new DemoService({ catalogue, cameras, audit, ...options.demo });
    this.#system = this.#systemService(options, site);
    this.#motion = motionSource(options.folder, log);
    this.#live = new LiveService({ catalogue, recorder, sessions, clock, log });
    const deps: RouteDeps = { api: this.#http.api, guard, audit, log };
    const logins = new LoginService({ catalogue, sessions, audit, clock, passwordCost });
    authRoutes({
      ...deps,
      logins,
      sessions,
      users: this.users,
      site,
      isDemo: () => this.demo.isActive(),
    });
    this.#routeCameras(options, deps, cameras);
    this.#routeIncidents(options, deps);
    systemRoutes({
      ...deps,
      system: this.#system,
      site,
      metrics: new Metrics(recorder, this.#live),
      version: options.version,
    });
    this.#routeMedia(options, deps, guard);
  }

  get port(): number {
    return this.#http.port;
  }

  /** Names of the endpoints that have a route. */
  get routes(): ReadonlySet<string> {
    return this.#http.api.registered;
  }

  /** @throws VmsError when the port cannot be taken. */
  async start(): Promise<void> {
    this.#hub.start(this.#http.server);
    this.#http.upgrades.add("/socket.io/", () => undefined);
    this.sessions.start();
    this.#system.start();
    this.#live.start();
    await this.#http.start();
  }

  /** Resolves when nothing of the server is left running. Idempotent. */
  async close(): Promise<void> {
    await this.#live.close();
    await this.#hub.close();
    await this.#http.close();
    await this.#motion.close();
    await this.sessions.close();
    this.#system.close();
  }

  #cameraService(options: AppOptions, site: SiteService, audit: AuditTrail): CameraService {
    return new CameraService({
      catalogue: options.catalogue,
      secretKey: options.secretKey,
      recorder: this.recorder,
      site,
      audit,
      clock: options.clock,
      pushHost: () => localAddresses()[0] ?? "127.0.0.1",
      onChanged: () => this.#hub.tellCamerasChanged(),
    });
  }

  #systemService(options: AppOptions, site: SiteService): SystemService {
    const { catalogue, clock, version, folder, diskPolicy } = options;
    const readDisk = () => diskSpace(folder.path);
    return new SystemService({
      catalogue,
      recorder: this.recorder,
      site,
      clock,
      version,
      diskPolicy,
      readDisk,
    });
  }

  #routeCameras(options: AppOptions, deps: RouteDeps, cameras: CameraService): void {
    const { catalogue, folder } = options;
    const { audit } = deps;
    const onChanged = () => this.#hub.tellCamerasChanged();
    cameraRoutes({
      ...deps,
      cameras,
      probe: new CameraProbe({ catalogue, recorder: this.recorder, cameras }),
      places: new PlaceService({ catalogue, audit, onChanged }),
      map: new MapService({ mapsPath: folder.mapsPath, toWebp: pictureToWebp, audit, onChanged }),
    });
  }

  #routeIncidents({ catalogue, clock }: AppOptions, deps: RouteDeps): void {
    const onChanged = this.#hub.tellIncidentChanged.bind(this.#hub);
    const incidents = new IncidentService({ catalogue, audit: deps.audit, clock, onChanged });
    incidentRoutes({ ...deps, incidents });
  }

  #routeEvents(options: AppOptions, deps: RouteDeps, { viewings }: PlaybackService): void {
    const { catalogue } = options;
    const { recorder } = this;
    const onChanged = this.#hub.tellMotionSettingsChanged.bind(this.#hub);
    eventRoutes({
      ...deps,
      events: new EventService({ ...options, viewings }),
      motion: new MotionSettingsService({ catalogue, audit: deps.audit, recorder, onChanged }),
    });
  }

  #routeMedia(options: AppOptions, deps: RouteDeps, guard: SessionGuard): void {
    const { clock, log } = options;
    const { sessions, recorder } = this;
    const playback = new PlaybackService({ ...options, audit: deps.audit, recorder });
    playbackRoutes({ ...deps, playback });
    this.#routeEvents(options, deps, playback);
    const motion = this.#motion;
    searchRoutes({
      ...deps,
      search: new SearchService({ ...options, playback, motion, audit: deps.audit }),
    });
    const sockets = new LiveSockets(clock);
    const live = this.#live;
    sessions.on("ended", ({ sessionHash, reason }) => live.sessionEnded(sessionHash, reason));
    this.#http.upgrades.add(LIVE_PREFIX, liveUpgrade({ guard, live, sockets, log }));
  }
}
