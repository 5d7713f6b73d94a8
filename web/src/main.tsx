import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { App } from "./App.tsx";
import { watchPerson } from "./api/person-there.ts";
import { createAnswers } from "./api/use-read.ts";
import { LanguageProvider } from "./i18n/LanguageContext.tsx";
import { AppearanceProvider } from "./theme/AppearanceProvider.tsx";
import "./theme/frame.css";
import "./theme/view.css";
import "./theme/marks.css";
import "./theme/table.css";
import "./theme/form.css";
import "./theme/data-table.css";
import "./theme/narrow.css";
import "./theme/stack.css";
import "./theme/calendar.css";

watchPerson(document);
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <AppearanceProvider>
        <QueryClientProvider client={createAnswers()}>
          <BrowserRouter>
            <App />
          </BrowserRouter>
        </QueryClientProvider>
      </AppearanceProvider>
    </LanguageProvider>
  </StrictMode>,
);
