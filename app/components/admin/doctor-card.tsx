import type { DoctorLine, DoctorStatus } from '~server/doctor/doctor.schema.ts';
import { Card } from '~/components/ui/card.tsx';
import { StatusDot } from '~/components/ui/status-dot.tsx';
import type { Tone } from '~/components/ui/tone.ts';

const TONES: Record<DoctorStatus, Tone> = { ok: 'ok', warn: 'warn', fail: 'bad', off: 'neutral' };
const WORDS: Record<DoctorStatus, string> = { ok: 'Well', warn: 'Look at it', fail: 'Fails', off: 'Off' };

/** One group of the doctor's report: each line with how it stands and, where something is wrong, how to mend it. */
export function DoctorCard({ group, lines }: { group: string; lines: DoctorLine[] }) {
  return (
    <Card title={group}>
      <ul className="divide-y divide-line">
        {lines.map(({ id, title, status, says, mend }) => (
          <li
            key={id}
            className="grid items-start gap-x-4 gap-y-0.5 px-3.5 py-2 sm:grid-cols-[9rem_6.5rem_minmax(0,1fr)]"
          >
            <h3 className="font-medium">{title}</h3>
            <StatusDot tone={TONES[status]}>{WORDS[status]}</StatusDot>
            <div className="min-w-0 wrap-anywhere">
              <p className={status === 'off' ? 'text-muted' : undefined}>{says}</p>
              {mend && status !== 'ok' ? <p className="text-sm text-muted">{mend}</p> : null}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
