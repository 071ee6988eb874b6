import http from 'node:http';
import https from 'node:https';
import { Agent, setGlobalDispatcher } from 'undici';

/** What a program needs to run at all, and to find the browser that is to show the page. */
const KEPT = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TEMP',
  'TMP',
  'LANG',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
  'XDG_RUNTIME_DIR',
  'DBUS_SESSION_BUS_ADDRESS',
  'BROWSER',
  'SystemRoot',
  'ComSpec',
  'PATHEXT',
];

/**
 * Forgets everything else, before anything is loaded that might read it: the bot on the stage must not find the
 * credentials of somebody's real one, nor a proxy that would carry its words away from this machine.
 */
export function forgetEnvironment(environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(environment)) if (!KEPT.includes(name)) delete environment[name];
  // As the bot's own entry does it: in a zone that puts its clocks back node-cron stops ticking for an hour.
  environment.TZ = 'UTC';
}

/** Node may have been told of a proxy before any code of ours ran. */
export function connectDirectly(): void {
  setGlobalDispatcher(new Agent());
  http.globalAgent = new http.Agent({ keepAlive: true });
  https.globalAgent = new https.Agent({ keepAlive: true });
}
