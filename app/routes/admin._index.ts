import { redirect } from '@remix-run/node';

/** Admin opens on its first page. */
export function loader() {
  return redirect('/admin/people');
}
