"""How tests look at the picture page."""

from __future__ import annotations

from playwright.sync_api import Page

MAP = "document.getElementById('map').keregeMap"


def wait_for_picture(page: Page) -> None:
    """Wait until map and timeline show the incidents of the present filter."""
    page.wait_for_selector("html[data-picture=ready]", timeout=45_000)
    page.wait_for_function(
        "() => { const m = document.getElementById('map').keregeMap; return m && m.loaded(); }", timeout=45_000
    )


def drawn(page: Page, layer: str) -> list[dict[str, object]]:
    """The properties of what the map really draws of a layer."""
    return page.evaluate(  # type: ignore[no-any-return]
        f"layer => {MAP}.queryRenderedFeatures({{layers: [layer]}}).map(feature => feature.properties)", layer
    )


def pairs_on_map(page: Page) -> set[str]:
    """The country pairs whose lines the map draws when all of the border is in view."""
    return set(
        page.evaluate(
            """async () => {
              const map = document.getElementById('map').keregeMap;
              const data = await map.getSource('sections').getData();
              const points = data.features.flatMap(f => f.geometry.coordinates);
              const lon = points.map(p => p[0]), lat = points.map(p => p[1]);
              const corners = [[Math.min(...lon), Math.min(...lat)], [Math.max(...lon), Math.max(...lat)]];
              map.fitBounds(corners, {animate: false});
              await new Promise(done => map.once('idle', done));
              return map.queryRenderedFeatures({layers: ['section-touch']}).map(f => f.properties.pair);
            }"""
        )
    )
