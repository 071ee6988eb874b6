import { code, link } from '../../message.ts';
import { command } from '../labels.ts';
import { GOOGLE_AUTHENTICATOR_ANDROID, GOOGLE_AUTHENTICATOR_IOS } from '../links.ts';
import type { LanguageWords } from '../words.ts';
import { text } from './spaced-text.ts';

const APP_STORE = link('App Store', GOOGLE_AUTHENTICATOR_IOS);
const GOOGLE_PLAY = link('Google Play', GOOGLE_AUTHENTICATOR_ANDROID);

const BY_HAND = '把鼠标移到右上角头像上，点「安全信息」（旧版「安全信息管理」），在「虚拟 MFA」（旧版「MFA 设备」）处点「启用虚拟 MFA」（旧版「启用 MFA 设备」）。';

export const enrolment: LanguageWords['enrolment'] = {
  signIn: (page, logonName) => text`打开${link('你们账号的登录页', page)}，用 RAM 用户${code(logonName)}登录 RAM 控制台。`,
  signInToEach: '打开上面第一个登录页，用对应的用户登录 RAM 控制台；做完后，其余用户照此各做一遍。',
  openPage: {
    no: [BY_HAND],
    yes: text`登录后会自动打开启用 MFA 设备的页面，请选「虚拟 MFA 设备」。如果已经登录，请先退出再登录。`,
    some: text`如果登录后自动打开了启用 MFA 设备的页面，请选「虚拟 MFA 设备」；没有打开的话，${BY_HAND}`,
  },
  install: text`在手机上安装 Google Authenticator：iPhone 用${APP_STORE}，安卓用${GOOGLE_PLAY}。打不开 Google Play 也没关系，阿里云 App 或其他验证器应用同样可用。`,
  scanOrType: text`打开验证器应用，点「开始使用」（旧版「开始设置」），再点「扫描二维码」（旧版「扫描条形码」），扫控制台「扫码获取」页签里的二维码。也可以点「输入设置密钥」（旧版「手动输入验证码」），填入「手输信息获取」页签里的用户名和密钥，再点「添加」（旧版「√」）。只有这两种方式都用不了时，才从应用市场安装二维码扫描器：它会看到密钥。`,
  typeCodes: text`回到控制台，输入应用里连续的两组验证码。验证码每 30 秒更新一次。`,
  enable: text`点「确定启用」，就完成了。`,
  scanInShort: text`用 Google Authenticator（${APP_STORE}、${GOOGLE_PLAY}）、阿里云 App 或其他验证器应用，扫「扫码获取」页签里的二维码。`,
  typeAndEnable: text`输入应用里连续的两组验证码（每 30 秒更新一次），点「确定启用」。`,
  findYourUser: text`在这里输入${command('me')}，我会告诉你是哪个账号的哪个 RAM 用户，并附上登录页。`,
  openYourPage: '打开那个登录页，用该 RAM 用户登录 RAM 控制台；不止一个用户的，请逐个照做。',
  passkeyCounts: text`绑定通行密钥（Passkey）也算：「通行密钥」›「创建通行密钥」。`,
};
