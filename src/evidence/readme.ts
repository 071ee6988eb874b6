/** For an auditor who has never seen the tool. */
export const README = `Evidence of MFA on Alibaba Cloud RAM users
==========================================

What this is. ram-mfa-bot looks every day at every RAM user of the watched Alibaba Cloud accounts and asks one question: who
has a console password and no MFA device? This folder is what it found and did in the period that manifest.json names, in the
order in which it happened.

  findings      one row for each user and audit: who was compliant, who was not, and by which answer of the vendor
  exemptions    who was excused, by whom, until when
  notices       who was told what, and when
  enforcements  whom an admin required MFA of, and what was read back
  audits        each look at each account, its day, whether it was complete, and its figures
  activity      what people and the bot did: follow-ups opened and closed, messages, releases, pauses, exemptions,
                enforcements, refused commands, and the settings and admins at each start
  dictionary    what each column means, and each value of those that have a list of them (where "value" is filled). Its last
                rows name the controls of CIS, ISO 27001, PCI DSS, SOC 2, NIST 800-53 and MLPS that this rule belongs to,
                each with its source: a part of what such a control asks for, never the whole of it
  report.html   a page to look at, in English and Chinese, drawn from these files; it needs nothing else and prints to A4
  manifest.json a SHA-256 of each file, and the head of the record of activity

Who is who. Users are named by accountId and userId, and by name in findings; people by their member id in chat, whose names
the chat has. The accounts are those of audits: whether they are all that the company has, it cannot know.

When. Each time is ISO 8601 in UTC. Days (the period, localDate, report.html) are those of the time zone that manifest.json
names; its "end" is the first instant that is not in the period any more. The folder bears no time at which it was made, so that
it can be made again: what comes after the last rows of audits and activity was not yet, or the bot did not run.

The rule. CIS Alibaba Cloud Foundation Benchmark 1.4: MFA is enabled for all RAM users that have a console password. A bound
device decides. Whether RAM also insists on it (mfaRequired) is shown beside it: Alibaba's own Cloud Config rule asks for that.
A user who could not be read is "unknown" and never counted as compliant. The rule does not apply ("not_applicable", in no
percentage) to users without a console password, to those whose console sign-in is switched off or who are frozen, and to
accounts that sign in by single sign-on; "reason" says which, so that they can be counted otherwise. An exemption does not change
a finding: whoever is exempt stays noncompliant.

Incomplete audits. An audit with complete = false could not read the whole account. Its findings hold only who was read, and
nothing was filled in. A day on which no audit ran has no row at all.

Who was not told. A follow-up (case_opened in activity) without a row in notices was not told to anybody in the period: it
waited for an hour of work, the account was held or the messages paused, nobody in chat was known for the user, or it is a
break-glass user, who is never written to. They stand in findings like everybody else.

Is it as it was written? With the tool:  npm run activity -- verify --export THIS_FOLDER
It needs no database and no network. By hand: sha256sum of each file against manifest.json; and of the record of activity,
each hash is the SHA-256 (hex) of this JSON text in UTF-8, without blanks and without escapes that JSON does not ask for; ids of
accounts and users are texts, activityId and at are numbers, null where a cell is empty, at in milliseconds since 1970:
  [hash of the row before, activityId, at, kind, actorChat, actorDigest, accountId, userId, detailDigest]
The first row follows "activity.follows" of the manifest. actorDigest and detailDigest are the SHA-256 of salt, a colon, and
the value; where the value is empty beside a digest, it was erased at that person's wish, and the chain still holds. "sha256" in
the manifest is that of the manifest itself: of its JSON text in one line, without that key.

What this cannot show. Only activity is chained; the other files are held by the manifest alone. Whoever can write to this folder
can write its manifest anew, and whoever could write to the database could have computed the whole chain anew. Against the first,
have the SHA-256 of manifest.json, which the export printed, told to you by another way (of one that an admin asked for in chat it
stands in later exports, in activity as report_made), or the export made again before your eyes: it is the same to the byte. Against the second, ask for a daily digest of that time in the security channel: it prints the
head of that day, which must be among the hashes, and that day's figures, which must be those of audits; and look in ActionTrail
for a few of the requestIds.

In a CSV, a cell that would be a formula to a spreadsheet begins with an apostrophe, which is not part of the value.
`;
