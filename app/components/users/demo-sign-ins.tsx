import { Form } from '@remix-run/react';
import { Avatar } from '../ui/avatar.tsx';
import { Card } from '../ui/card.tsx';

interface DemoSignInsProps {
  people: { email: string; name: string; role: string }[];
  password: string;
  next: string;
}

/** The demo's people, each a button that signs in. Outside production only. */
export function DemoSignIns({ people, password, next }: DemoSignInsProps) {
  return (
    <Card title="Demo people" end={<code className="font-mono">{password}</code>}>
      <ul className="p-1.5">
        {people.map(({ email, name, role }) => (
          <li key={email}>
            <Form method="post">
              <input type="hidden" name="next" value={next} />
              <input type="hidden" name="email" value={email} />
              <input type="hidden" name="password" value={password} />
              <button
                type="submit"
                className="flex w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-left hover:bg-hover focus-visible:-outline-offset-2"
              >
                <Avatar name={name} />
                <span className="min-w-0 flex-1">
                  <span className="block truncate text-md font-medium">{name}</span>
                  <span className="block truncate text-sm text-muted">{email}</span>
                </span>
                <span className="text-sm text-muted">{role}</span>
              </button>
            </Form>
          </li>
        ))}
      </ul>
    </Card>
  );
}
