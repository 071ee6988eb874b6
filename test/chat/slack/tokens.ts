export const BOT_TOKEN = 'xoxb-1-very-secret';
export const APP_TOKEN = 'xapp-1-very-secret';
