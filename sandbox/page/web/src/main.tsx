/** The page's beginning: which of its views stands at this address. */
import { render } from "preact";
import { GalleryPage } from "./gallery-page";
import { useRoute } from "./route";
import { Start } from "./start";
import "./styles/all.css";
import { applyTheme } from "./theme";
import { Toast } from "./toast";
import { TrafficPage } from "./traffic";
import { Workspace } from "./little-slack";

function Page() {
  const route = useRoute();
  return (
    <>
      {route.view === "as" && <Workspace key={route.person} route={route} />}
      {route.view === "gallery" && <GalleryPage person={route.person} />}
      {route.view === "traffic" && <TrafficPage />}
      {(route.view === "start" || route.view === "lost") && <Start lost={route.view === "lost"} />}
      <Toast />
    </>
  );
}

applyTheme();
const root = document.getElementById("page");
if (root) render(<Page />, root);
