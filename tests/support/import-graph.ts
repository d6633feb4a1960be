import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** One import of a source file. */
export type Import = {
  readonly from: string;
  /** Path in the project, or what the package is imported as. */
  readonly target: string;
  readonly isOurs: boolean;
  /** Nothing of it is there at run time. */
  readonly isTypeOnly: boolean;
};

// One statement each, as the formatter writes them; TypeScript 7 has no parser to call yet.
const STATEMENT = /^(?:import|export)\s+(type\s)?([^;'"]*?\bfrom\s+)?'([^']+)'/gm;
const DYNAMIC = /\bimport\('([^']+)'\)/g;

/** Every TypeScript source under these folders or of these names, as project paths. */
export function sourcesOf(...places: readonly string[]): string[] {
  return places.flatMap((place) =>
    place.endsWith('.ts')
      ? [place]
      : readdirSync(join(PROJECT, place), { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.ts'))
          .map((name) => join(place, name))
          .sort(),
  );
}

export function textOf(path: string): string {
  return readFileSync(join(PROJECT, path), 'utf8');
}

export function importsOf(path: string): Import[] {
  const text = textOf(path);
  const statements = [...text.matchAll(STATEMENT)].map(([, type, names = '', specifier = '']) => ({
    specifier,
    isTypeOnly: type !== undefined || onlyTypes(names),
  }));
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, specifier = '']) => ({ specifier, isTypeOnly: false }));
  return [...statements, ...dynamic].map(({ specifier, isTypeOnly }) => {
    const isOurs = specifier.startsWith('.');
    const target = isOurs ? relative('', join(dirname(path), specifier)) : specifier;
    return { from: path, target, isOurs, isTypeOnly };
  });
}

/** `{ type A, type B }` leaves nothing at run time. */
function onlyTypes(names: string): boolean {
  const listed = /^\{([^}]*)\}/.exec(names.trim())?.[1];
  if (listed === undefined) return false;
  return listed.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type '));
}

/** Everything a file has at run time, its own path included: project paths and packages. */
export function reachableFrom(entry: string): Set<string> {
  const reached = new Set([entry]);
  for (const path of reached) {
    if (!path.endsWith('.ts')) continue;
    for (const { target, isTypeOnly } of importsOf(path)) if (!isTypeOnly) reached.add(target);
  }
  return reached;
}

/** Files that import each other in a circle at run time, the first circle found; empty when there is none. */
export function circleIn(paths: readonly string[]): string[] {
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string[] => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return [];
    for (const { target, isOurs, isTypeOnly } of importsOf(path)) {
      if (isTypeOnly || !isOurs || !target.endsWith('.ts')) continue;
      const circle = visit(target, [...trail, path]);
      if (circle.length > 0) return circle;
    }
    done.add(path);
    return [];
  };
  for (const path of paths) {
    const circle = visit(path, []);
    if (circle.length > 0) return circle;
  }
  return [];
}
