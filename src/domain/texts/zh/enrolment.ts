import { code, link, text } from '../../message.ts';
import { command } from '../labels.ts';
import { GOOGLE_AUTHENTICATOR_ANDROID, GOOGLE_AUTHENTICATOR_IOS } from '../links.ts';
import type { LanguageWords } from '../words.ts';

const APP_STORE = link('App Store', GOOGLE_AUTHENTICATOR_IOS);
const GOOGLE_PLAY = link('Google Play', GOOGLE_AUTHENTICATOR_ANDROID);

const BY_HAND =
  '把鼠标移到右上角头像上，点「安全信息」（旧版叫“安全信息管理”），在「MFA 设备」（或「虚拟 MFA」）处点「启用 MFA 设备」。';

export const enrolment: LanguageWords['enrolment'] = {
  signIn: (page, logonName) =>
    text`打开${link('你们账号的登录页', page)}，用 RAM 用户 ${code(logonName)} 登录 RAM 控制台。`,
  signInToEach: '打开上面第一个登录页，用对应的用户登录 RAM 控制台。做完后，其余用户照此各做一遍。',
  openPage: {
    no: [BY_HAND],
    yes: text`登录后会自动打开启用 MFA 设备的页面，在里面选「虚拟 MFA 设备」。如果已经登录着，请先退出再登录。`,
    some: text`如果登录后自动打开了启用 MFA 设备的页面，在里面选「虚拟 MFA 设备」。没有自动打开的话，请自己进入：${BY_HAND}`,
  },
  install: text`在手机上安装 Google Authenticator：iPhone 用 ${APP_STORE}，安卓用 ${GOOGLE_PLAY}。部分安卓手机还要从应用市场再装一个二维码扫描器。打不开 Google Play 也没关系：在手机自带的应用市场安装阿里云 App，或其他验证器应用（如 Microsoft Authenticator），效果一样。`,
  scanOrType: text`打开验证器应用，点「开始设置」（新版叫“开始使用”）。推荐点「扫描条形码」（新版叫“扫描二维码”），扫控制台「扫码获取」页签里的二维码；也可以点「手动输入验证码」（新版叫“输入设置密钥”），填入控制台「手输信息获取」页签里的用户名和密钥，再点「√」（新版叫“添加”）。`,
  typeCodes: text`回到控制台「扫码获取」页签，输入应用里连续的两组验证码。验证码每 30 秒更新一次：先输一组，等它变了再输下一组。`,
  enable: text`点「确定启用」，就完成了。`,
  scanInShort: text`用 Google Authenticator（${APP_STORE}、${GOOGLE_PLAY}）、阿里云 App 或其他验证器应用，扫「扫码获取」页签里的二维码。`,
  typeAndEnable: text`输入应用里连续的两组验证码（每 30 秒更新一次），点「确定启用」。`,
  findYourUser: text`在这里输入 ${command('me')}，我会告诉你是哪个账号的哪个 RAM 用户，并附上登录页。`,
  openYourPage: '打开那个登录页，用该 RAM 用户登录 RAM 控制台。如果不止一个用户，请逐个照做。',
  passkeyCounts: text`绑定通行密钥（Passkey）也算：「安全信息」›「通行密钥」›「创建通行密钥」。`,
};
