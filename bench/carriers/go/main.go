// Puts each password into each place as a person would paste it, and reads it back with the place's own Go parser.
// Standard input: {"place": ["password", …]}. Standard output: {"place": {"parser": "…", "arrived": [true, …]}}.
package main

import (
	"encoding/json"
	"net/url"
	"os"
	"runtime/debug"
	"strings"

	composedotenv "github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/compose-spec/compose-go/v2/template"
	"github.com/docker/cli/pkg/kvfile"
	"github.com/hashicorp/hcl/v2/hclparse"
	"gopkg.in/yaml.v3"
	"helm.sh/helm/v3/pkg/strvals"
	"k8s.io/kubectl/pkg/util"
)

type place struct {
	module string
	read   func(password string) (any, error)
}

func noVariable(string) (string, bool) { return "", false }

func helm(parse func(string) (map[string]interface{}, error)) func(string) (any, error) {
	return func(password string) (any, error) {
		values, err := parse("other=1,db.password=" + password + ",last=2")
		if err != nil || values["other"] == nil || values["last"] == nil {
			return nil, err
		}
		db, _ := values["db"].(map[string]interface{})
		return db["password"], nil
	}
}

func yamlValue(text string) (any, error) {
	var document map[string]any
	err := yaml.Unmarshal([]byte(text), &document)
	return document["password"], err
}

var places = map[string]place{
	"helm-set-string": {"helm.sh/helm/v3", helm(strvals.ParseString)},
	"helm-set-literal": {"helm.sh/helm/v3", func(password string) (any, error) {
		values, err := strvals.ParseLiteral("password=" + password)
		return values["password"], err
	}},
	"kubectl-literal": {"k8s.io/kubectl", func(password string) (any, error) {
		_, value, err := util.ParseLiteralSource("password=" + password)
		return value, err
	}},
	"go-url": {"net/url", func(password string) (any, error) {
		parsed, err := url.Parse("postgres://app:" + password + "@db.example:5432/app?sslmode=require")
		if err != nil || parsed.Host != "db.example:5432" || parsed.Path != "/app" {
			return nil, err
		}
		value, _ := parsed.User.Password()
		return value, nil
	}},
	"compose-yaml": {"github.com/compose-spec/compose-go/v2", func(password string) (any, error) {
		return template.Substitute(password, noVariable)
	}},
	"compose-dotenv": {"github.com/compose-spec/compose-go/v2", func(password string) (any, error) {
		values, err := composedotenv.UnmarshalWithLookup("A=1\nPASSWORD="+password+"\nB=2\n", noVariable)
		return values["PASSWORD"], err
	}},
	"docker-env-file": {"github.com/docker/cli", func(password string) (any, error) {
		lines, err := kvfile.ParseFromReader(strings.NewReader("A=1\nPASSWORD="+password+"\nB=2\n"), noVariable)
		if err != nil || len(lines) != 3 {
			return nil, err
		}
		return strings.TrimPrefix(lines[1], "PASSWORD="), nil
	}},
	"hcl-string": {"github.com/hashicorp/hcl/v2", func(password string) (any, error) {
		file, problems := hclparse.NewParser().ParseHCL([]byte("password = \""+password+"\"\n"), "terraform.tfvars")
		if problems.HasErrors() {
			return nil, problems
		}
		attributes, problems := file.Body.JustAttributes()
		if problems.HasErrors() || attributes["password"] == nil {
			return nil, problems
		}
		value, problems := attributes["password"].Expr.Value(nil)
		if problems.HasErrors() || len(attributes) != 1 {
			return nil, problems
		}
		return value.AsString(), nil
	}},
	"yaml-go": {"gopkg.in/yaml.v3", func(password string) (any, error) {
		return yamlValue("user: app\npassword: " + password + "\nlast: x\n")
	}},
}

func main() {
	var asked map[string][]string
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		panic(err)
	}
	versions := map[string]string{"net/url": "Go"}
	if info, ok := debug.ReadBuildInfo(); ok {
		versions["net/url"] = "net/url of " + info.GoVersion
		for _, module := range info.Deps {
			versions[module.Path] = module.Path + " " + module.Version
		}
	}
	type result struct {
		Parser  string `json:"parser"`
		Arrived []bool `json:"arrived"`
	}
	results := map[string]result{}
	for name, passwords := range asked {
		place, known := places[name]
		if !known {
			continue
		}
		arrived := make([]bool, len(passwords))
		for index, password := range passwords {
			value, err := place.read(password)
			text, isText := value.(string)
			arrived[index] = err == nil && isText && text == password
		}
		results[name] = result{versions[place.module], arrived}
	}
	if err := json.NewEncoder(os.Stdout).Encode(results); err != nil {
		panic(err)
	}
}
