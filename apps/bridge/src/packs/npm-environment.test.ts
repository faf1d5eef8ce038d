import { expect, test } from "vitest";
import { npmEnvironment } from "./npm-environment.ts";

const own = {
  HOME: "/home/me",
  NPM_TOKEN: "t",
  NPM_CONFIG_REGISTRY: "http://a.example",
  npm_config_proxy: "http://p.example",
  NODE_OPTIONS: "--inspect",
  SWITCHYARD_HOME: "/data",
};

test("npm gets what its user told it by variables, and nothing of ours", () => {
  expect(npmEnvironment({ ...own, npm_config_fund: "false" }, { ownRoots: [] })).toEqual({
    HOME: "/home/me",
    NPM_TOKEN: "t",
    NPM_CONFIG_REGISTRY: "http://a.example",
    npm_config_proxy: "http://p.example",
    npm_config_fund: "false",
  });
});

test("of an npm that started us only how a registry is reached is handed on", () => {
  const npms = {
    npm_execpath: "/npm",
    npm_config_prefix: "/usr",
    npm_config_local_prefix: "/ours",
    npm_config_global: "true",
    npm_package_name: "switchyard",
    npm_lifecycle_event: "start",
    "npm_config_@acme:registry": "http://acme.example",
  };
  expect(npmEnvironment({ ...own, ...npms }, { ownRoots: [] })).toEqual({
    HOME: "/home/me",
    NPM_TOKEN: "t",
    NPM_CONFIG_REGISTRY: "http://a.example",
    npm_config_proxy: "http://p.example",
    "npm_config_@acme:registry": "http://acme.example",
  });
});
