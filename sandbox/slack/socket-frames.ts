/** What Slack says on a Socket Mode connection by itself. https://docs.slack.dev/apis/events-api/using-socket-mode */
const HOST = 'wss-sandbox.invalid';

export function helloFrame(appId: string, connections: number): unknown {
  return {
    type: 'hello',
    num_connections: connections,
    connection_info: { app_id: appId },
    debug_info: { host: HOST, build_number: 1, approximate_connection_time: 18_060 },
  };
}

export function disconnectFrame(reason: 'refresh_requested' | 'warning' | 'too_many_websockets'): unknown {
  return { type: 'disconnect', reason, debug_info: { host: HOST } };
}
