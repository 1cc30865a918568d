/** Starts the viewer: theme, texts, router, query cache; then the page. */
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import { App } from "./app/app.tsx";
import { startEarly } from "./app/early.ts";
import { PageGuard } from "./app/page-guard.tsx";
import { createQueryClient } from "./app/query-client.ts";
import { Router, RouterProvider } from "./app/router.tsx";
import { startTheme } from "./app/theme.ts";
import { startTexts } from "./i18n/setup.ts";
import { ToastProvider } from "./ui/index.ts";
import "./ui/tokens.css";
import "./ui/controls.css";
import "./ui/parts.css";
import "./app/app.css";

async function start(): Promise<void> {
  startTheme();
  const client = createQueryClient();
  startEarly(client, window.location.pathname);
  const texts = await startTexts();
  const router = new Router();
  router.start();
  const root = document.getElementById("root");
  if (root === null) throw new Error("index.html has no #root");
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={texts}>
        <PageGuard>
          <QueryClientProvider client={client}>
            <RouterProvider router={router}>
              <ToastProvider>
                <App />
              </ToastProvider>
            </RouterProvider>
          </QueryClientProvider>
        </PageGuard>
      </I18nextProvider>
    </StrictMode>,
  );
}

void start();
