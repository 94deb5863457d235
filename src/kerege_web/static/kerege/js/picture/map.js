// The map: borders as they are claimed, sections by level, incidents by severity, age and uncertainty.
import { Map as MapView, NavigationControl, Popup, ScaleControl } from "../../../vendor/maplibre/maplibre-gl.mjs";
import { isCalm, onThemeChange } from "./colours.js";
import { borders, crossingImage, happenings, land, names } from "./layers.js";
import { crossingCard, incidentsCard, sectionCard } from "./cards.js";

const NOTHING = { type: "FeatureCollection", features: [] };
const HALF_LIFE_DAYS = 540;
const FAINTEST = 0.25;

function source(data) {
  return { type: "geojson", data };
}

function style(data, incidents) {
  return {
    version: 8,
    sources: {
      outline: source(data.outline),
      sections: source(data.sections),
      places: source(data.places),
      crossings: source(data.crossings),
      incidents: source(incidents),
    },
    layers: [...land(), ...borders(), ...names(), ...happenings()],
  };
}

// Older incidents fade, never quite to nothing; those after the chosen day are not shown.
function aged(incidents, day) {
  const features = incidents.features
    .filter((feature) => feature.properties.day <= day)
    .map((feature) => {
      const { day: happened } = feature.properties;
      const shade = Math.max(FAINTEST, 0.95 * 0.5 ** ((day - happened) / HALF_LIFE_DAYS));
      const shrink = Math.cos((feature.geometry.coordinates[1] * Math.PI) / 180);
      return { ...feature, properties: { ...feature.properties, shade, shrink } };
    });
  return { type: "FeatureCollection", features };
}

export async function makeMap(settings, fetchJson) {
  await document.fonts.load('16px "Noto Sans Variable"', settings.words.sample);
  const [ground, sections] = await Promise.all([
    fetchJson(settings.addresses.ground),
    fetchJson(settings.addresses.sections),
  ]);
  const data = { ...ground, sections };
  let incidents = NOTHING;
  let day = settings.lastDay;
  let popup = null;

  const map = new MapView({
    container: "map",
    style: style(data, NOTHING),
    bounds: settings.bounds,
    fitBoundsOptions: { padding: 24 },
    minZoom: 4,
    maxZoom: 14,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    cooperativeGestures: false,
    fadeDuration: isCalm() ? 0 : 200,
    locale: settings.words.map,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({ unit: "metric" }), "bottom-left");
  map.getCanvas().setAttribute("aria-label", settings.words.mapLabel);

  map.setMissingStyleImageResolver(async (name) => {
    if (name !== "crossing" || map.hasImage(name)) return;
    const ratio = Math.ceil(window.devicePixelRatio || 1);
    map.addImage(name, crossingImage(ratio), { pixelRatio: ratio });
  });
  const draw = () => map.getSource("incidents")?.setData(aged(incidents, day));

  function show(place, card) {
    popup?.remove();
    popup = new Popup({ maxWidth: "300px", focusAfterOpen: true }).setLngLat(place).setDOMContent(card).addTo(map);
  }

  function watch(layer, makeCard) {
    map.on("mouseenter", layer, () => {
      map.getCanvas().style.cursor = "pointer";
    });
    map.on("mouseleave", layer, () => {
      map.getCanvas().style.cursor = "";
    });
    map.on("click", layer, (event) => {
      if (event.defaultPrevented) return;
      event.preventDefault();
      show(event.lngLat, makeCard(event.features));
    });
  }

  await new Promise((resolve) => {
    map.once("load", resolve);
  });
  watch("incidents", (features) => {
    document.dispatchEvent(new CustomEvent("kerege:chosen", { detail: features[0].properties.id }));
    return incidentsCard(features, settings.words);
  });
  watch("crossings", (features) => crossingCard(features[0], settings.words));
  watch("section-touch", (features) => sectionCard(features[0], settings.words));
  onThemeChange(() => {
    map.setStyle(style(data, aged(incidents, day)), { diff: false });
  });
  // Tests and the curious may ask the map what it shows.
  document.getElementById("map").keregeMap = map;

  return {
    showIncidents(collection) {
      incidents = collection;
      draw();
    },
    showUntil(value) {
      day = value;
      draw();
    },
    open(id) {
      const incident = incidents.features.find((feature) => feature.properties.id === id);
      const crossing = data.crossings.features.find((feature) => feature.properties.id === id);
      const section = data.sections.features.find((feature) => feature.properties.id === id);
      const found = incident ?? crossing ?? section;
      if (!found) return;
      const place = section === found ? found.properties.middle : found.geometry.coordinates;
      const move = { center: place, zoom: Math.max(map.getZoom(), 9.5) };
      if (isCalm()) map.jumpTo(move);
      else map.easeTo({ ...move, duration: 500 });
      if (incident) show(place, incidentsCard([incident], settings.words));
      else if (crossing) show(place, crossingCard(crossing, settings.words));
      else show(place, sectionCard(section, settings.words));
      document.dispatchEvent(new CustomEvent("kerege:chosen", { detail: id }));
    },
  };
}
