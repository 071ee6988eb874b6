import { type CheckLine, ok, type RunCheck, warning, failed } from '../domain/check-line.ts';
import type { AccountId } from '../domain/ram-user.ts';
import { AlibabaError, type CallerIdentity, type LoginProfiles } from './accounts.ts';
