/** Why no report is made or sent. */
export type ReportRefusal = 'not_a_month' | 'not_begun' | 'under_way' | 'too_large' | 'disk';
