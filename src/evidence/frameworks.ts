/** Which control of which framework a finding of this rule answers, and where that stands. */
export const FRAMEWORKS = [
  {
    framework: 'CIS Alibaba Cloud Foundation Benchmark v1.0.0',
    control: '1.4',
    title:
      'Ensure that multi-factor authentication is enabled for all RAM users that have a console password',
    source: 'https://www.cisecurity.org/benchmark/alibaba_cloud',
  },
  {
    framework: 'CIS Alibaba Cloud Foundation Benchmark v2.0.0',
    control: '1.4',
    title:
      'Ensure that multi-factor authentication is enabled for all RAM users that have a console password',
    source: 'https://www.cisecurity.org/benchmark/alibaba_cloud',
  },
  {
    framework: 'ISO/IEC 27001:2022',
    control: 'A.8.5',
    title: 'Secure authentication',
    source: 'https://www.iso.org/standard/27001',
  },
  {
    framework: 'PCI DSS v4.0.1',
    control: '8.4.1',
    title:
      'MFA is implemented for all non-console access into the CDE for personnel with administrative access',
    source: 'https://www.pcisecuritystandards.org/document_library/',
  },
  {
    framework: 'PCI DSS v4.0.1',
    control: '8.4.2',
    title: 'MFA is implemented for all non-console access into the CDE',
    source: 'https://www.pcisecuritystandards.org/document_library/',
  },
  {
    framework: 'SOC 2 (Trust Services Criteria 2017, points of focus 2022)',
    control: 'CC6.1',
    title: 'Logical access security software, infrastructure, and architectures',
    source:
      'https://www.aicpa-cima.com/resources/download/2017-trust-services-criteria-with-revised-points-of-focus-2022',
  },
  {
    framework: 'NIST SP 800-53 Rev. 5',
    control: 'IA-2(1)',
    title: 'Multi-factor authentication to privileged accounts',
    source: 'https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final',
  },
  {
    framework: 'NIST SP 800-53 Rev. 5',
    control: 'IA-2(2)',
    title: 'Multi-factor authentication to non-privileged accounts',
    source: 'https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final',
  },
  {
    framework: 'GB/T 22239-2019 (MLPS 2.0), level 3',
    control: '8.1.4.1 d)',
    title: '身份鉴别：应采用口令、密码技术、生物技术等两种或两种以上组合的鉴别技术对用户进行身份鉴别',
    source: 'https://openstd.samr.gov.cn/bzgk/gb/newGbInfo?hcno=BAFB47E8874764186BDB7865E8344DAF',
  },
] as const;
