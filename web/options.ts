import type { Services } from '../api/services.ts';
import type { Actor } from '../domain/actor.ts';

/** An invented person a development stack lets anybody be. */
export type DemoUser = Actor & { readonly displayName: string };

export type BoardOptions = {
  /** Opens sign-in by name and the outbox page. */
  readonly isDevelopment: boolean;
  /** Base address and namespace of the Temporal Web UI, for the link on each case page. */
  readonly temporalUi: { readonly url: string; readonly namespace: string };
  /** Who can be picked at sign-in; read on a development stack only. */
  readonly demoUsers?: readonly DemoUser[];
  /** Whether cookies travel over HTTPS only. */
  readonly secureCookies: boolean;
};

/** What every page works with. */
export type Board = { readonly services: Services; readonly options: BoardOptions };
