import { beforeEach, inject } from 'vitest';

beforeEach(({ skip }) => {
  const postgres = inject('postgres');
  if ('whyNot' in postgres) skip(postgres.whyNot);
});
