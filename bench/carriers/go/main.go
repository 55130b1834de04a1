// Puts each password into each place as a person would paste it, and reads it back with the place's own Go parser.
// Standard input: {"place": ["password", …]}. Standard output: {"place": {"parser": "…", "read": ["value" or null, …]}}.
package main

import (
	"context"
	"encoding/json"
	"net/url"
	"os"
	"runtime/debug"
	"strings"
	texttemplate "text/template"

	composedotenv "github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/compose-spec/compose-go/v2/template"
	"github.com/docker/cli/pkg/kvfile"
	"github.com/elastic/go-ucfg"
	ucfgyaml "github.com/elastic/go-ucfg/yaml"
	"github.com/go-sql-driver/mysql"
	kvbuilder "github.com/hashicorp/go-secure-stdlib/kv-builder"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/jackc/pgx/v5"
	"github.com/joho/godotenv"
	"github.com/lib/pq"
	dockerfile "github.com/moby/buildkit/frontend/dockerfile/parser"
	dockershell "github.com/moby/buildkit/frontend/dockerfile/shell"
	natsconf "github.com/nats-io/nats-server/v2/conf"
	amqp "github.com/rabbitmq/amqp091-go"
	"github.com/redis/go-redis/v9"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/connstring"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/provider/envprovider"
	"go.opentelemetry.io/collector/confmap/provider/yamlprovider"
	"gopkg.in/ini.v1"
	"gopkg.in/yaml.v3"
	"helm.sh/helm/v3/pkg/strvals"
	setenv "k8s.io/kubectl/pkg/cmd/set/env"
	cmdutil "k8s.io/kubectl/pkg/cmd/util"
	"k8s.io/kubectl/pkg/util"
	"k8s.io/kubernetes/third_party/forked/golang/expansion"
	"sigs.k8s.io/kustomize/api/ifc"
	"sigs.k8s.io/kustomize/api/kv"
	"sigs.k8s.io/kustomize/api/types"
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
	"helm-set": {"helm.sh/helm/v3", helm(strvals.Parse)},
	"helm-template": {"text/template", func(password string) (any, error) {
		parsed, err := texttemplate.New("values").Parse("[" + password + "]")
		if err != nil {
			return nil, err
		}
		var text strings.Builder
		err = parsed.Execute(&text, nil)
		return strings.TrimSuffix(strings.TrimPrefix(text.String(), "["), "]"), err
	}},
	"kubectl-env": {"k8s.io/kubectl", func(password string) (any, error) {
		variables, _, _, err := setenv.ParseEnv([]string{"A=1", "PASSWORD=" + password}, nil)
		if err != nil || len(variables) != 2 {
			return nil, err
		}
		return variables[1].Value, nil
	}},
	"kubectl-env-file": {"k8s.io/kubectl", func(password string) (any, error) {
		return inFile("A=1\nPASSWORD="+password+"\nB=2\n", func(path string) (any, error) {
			values := map[string]string{}
			err := cmdutil.AddFromEnvFile(path, func(key, value string) error {
				values[key] = value
				return nil
			})
			return values["PASSWORD"], err
		})
	}},
	"kubernetes-env": {"k8s.io/kubernetes", func(password string) (any, error) {
		known := map[string]string{"A": "1"}
		return expansion.Expand(password, expansion.MappingFuncFor(known)), nil
	}},
	"kustomize-literal": {"sigs.k8s.io/kustomize/api", kustomize(func(password string) types.KvPairSources {
		return types.KvPairSources{LiteralSources: []string{"A=1", "PASSWORD=" + password}}
	})},
	"kustomize-env-file": {"sigs.k8s.io/kustomize/api", kustomize(func(password string) types.KvPairSources {
		return types.KvPairSources{EnvSources: []string{"A=1\nPASSWORD=" + password + "\nB=2\n"}}
	})},
	"vault-argument": {"github.com/hashicorp/go-secure-stdlib/kv-builder", func(password string) (any, error) {
		builder := &kvbuilder.Builder{Stdin: strings.NewReader("standard input")}
		err := builder.Add("password=" + password)
		return builder.Map()["password"], err
	}},
	"dockerfile-env": {"github.com/moby/buildkit", func(password string) (any, error) {
		parsed, err := dockerfile.Parse(strings.NewReader("FROM scratch\nENV PASSWORD=" + password + "\nENV B=2\n"))
		if err != nil || len(parsed.AST.Children) != 3 {
			return nil, err
		}
		name := parsed.AST.Children[1].Next
		if name == nil || name.Value != "PASSWORD" || name.Next == nil {
			return nil, nil
		}
		value, _, err := dockershell.NewLex(parsed.EscapeToken).ProcessWord(name.Next.Value, dockershell.EnvsFromSlice(nil))
		return value, err
	}},
	"godotenv": {"github.com/joho/godotenv", func(password string) (any, error) {
		values, err := godotenv.Unmarshal("A=1\nPASSWORD=" + password + "\nB=2\n")
		return values["PASSWORD"], err
	}},
	"grafana-ini": {"gopkg.in/ini.v1", func(password string) (any, error) {
		file, err := ini.Load([]byte("[database]\nuser = app\npassword = " + password + "\nssl_mode = require\n"))
		if err != nil || file.Section("database").Key("ssl_mode").String() != "require" {
			return nil, err
		}
		return file.Section("database").Key("password").String(), nil
	}},
	"grafana-ini-quoted": {"gopkg.in/ini.v1", func(password string) (any, error) {
		file, err := ini.Load([]byte("[database]\nuser = app\npassword = \"\"\"" + password + "\"\"\"\nssl_mode = require\n"))
		if err != nil || file.Section("database").Key("ssl_mode").String() != "require" {
			return nil, err
		}
		return file.Section("database").Key("password").String(), nil
	}},
	"nats-conf": {"github.com/nats-io/nats-server/v2", func(password string) (any, error) {
		values, err := natsconf.Parse("user: app\npassword: \"" + password + "\"\nlast: 1\n")
		return values["password"], err
	}},
	"beats-yaml": {"github.com/elastic/go-ucfg", func(password string) (any, error) {
		quoted, _ := json.Marshal(password)
		options := []ucfg.Option{ucfg.PathSep("."), ucfg.ResolveEnv, ucfg.VarExp}
		config, err := ucfgyaml.NewConfig([]byte("password: "+string(quoted)+"\n"), options...)
		if err != nil {
			return nil, err
		}
		return config.String("password", -1, options...)
	}},
	"otel-yaml": {"go.opentelemetry.io/collector/confmap", func(password string) (any, error) {
		quoted, _ := json.Marshal(password)
		return otel("yaml:password: " + string(quoted))
	}},
	"otel-env": {"go.opentelemetry.io/collector/confmap", func(password string) (any, error) {
		if err := os.Setenv("PASSWORD", password); err != nil {
			return nil, err
		}
		return otel("yaml:password: ${env:PASSWORD}")
	}},
	"go-mysql-dsn": {"github.com/go-sql-driver/mysql", func(password string) (any, error) {
		config, err := mysql.ParseDSN("app:" + password + "@tcp(db.example:3306)/app?tls=true")
		if err != nil || config.Addr != "db.example:3306" || config.DBName != "app" || config.TLSConfig != "true" {
			return nil, err
		}
		return config.Passwd, nil
	}},
	"pgx-url": {"github.com/jackc/pgx/v5", func(password string) (any, error) {
		config, err := pgx.ParseConfig("postgres://app:" + password + "@db.example:5432/app?sslmode=disable")
		if err != nil || config.Host != "db.example" || config.Database != "app" {
			return nil, err
		}
		return config.Password, nil
	}},
	"pgx-keywords": {"github.com/jackc/pgx/v5", func(password string) (any, error) {
		config, err := pgx.ParseConfig("host=db.example user=app password=" + password + " dbname=app sslmode=disable")
		if err != nil || config.Host != "db.example" || config.Database != "app" {
			return nil, err
		}
		return config.Password, nil
	}},
	"pq-url": {"github.com/lib/pq", func(password string) (any, error) {
		config, err := pq.NewConfig("postgres://app:" + password + "@db.example:5432/app?sslmode=disable")
		if err != nil || config.Host != "db.example" || config.Database != "app" {
			return nil, err
		}
		return config.Password, nil
	}},
	"go-redis-url": {"github.com/redis/go-redis/v9", func(password string) (any, error) {
		options, err := redis.ParseURL("rediss://app:" + password + "@db.example:6379/1")
		if err != nil || options.Addr != "db.example:6379" || options.DB != 1 {
			return nil, err
		}
		return options.Password, nil
	}},
	"go-mongodb-url": {"go.mongodb.org/mongo-driver/v2", func(password string) (any, error) {
		parsed, err := connstring.Parse("mongodb://app:" + password + "@db.example:27017/app?tls=true")
		if err != nil || len(parsed.Hosts) != 1 || parsed.Hosts[0] != "db.example:27017" || parsed.Database != "app" {
			return nil, err
		}
		return parsed.Password, nil
	}},
	"go-amqp-url": {"github.com/rabbitmq/amqp091-go", func(password string) (any, error) {
		parsed, err := amqp.ParseURI("amqps://app:" + password + "@db.example:5671/app")
		if err != nil || parsed.Host != "db.example" || parsed.Vhost != "app" {
			return nil, err
		}
		return parsed.Password, nil
	}},
}

func inFile(text string, read func(path string) (any, error)) (any, error) {
	file, err := os.CreateTemp("", "carriers-")
	if err != nil {
		return nil, err
	}
	defer os.Remove(file.Name())
	_, err = file.WriteString(text)
	file.Close()
	if err != nil {
		return nil, err
	}
	return read(file.Name())
}

func otel(text string) (any, error) {
	resolver, err := confmap.NewResolver(confmap.ResolverSettings{
		URIs:              []string{text},
		ProviderFactories: []confmap.ProviderFactory{yamlprovider.NewFactory(), envprovider.NewFactory()},
	})
	if err != nil {
		return nil, err
	}
	config, err := resolver.Resolve(context.Background())
	if err != nil {
		return nil, err
	}
	// A field of type string, as exporters declare their passwords.
	var read struct {
		Password string `mapstructure:"password"`
	}
	err = config.Unmarshal(&read)
	return read.Password, err
}

// textLoader gives Kustomize an env file by its text.
type textLoader struct{ ifc.Loader }

func (textLoader) Load(text string) ([]byte, error) { return []byte(text), nil }

type anyName struct{ ifc.Validator }

func (anyName) IsEnvVarName(string) error { return nil }

func kustomize(sources func(password string) types.KvPairSources) func(string) (any, error) {
	return func(password string) (any, error) {
		pairs, err := kv.NewLoader(textLoader{}, anyName{}).Load(sources(password))
		if err != nil || len(pairs) < 2 {
			return nil, err
		}
		return pairs[1].Value, nil
	}
}

func main() {
	var asked map[string][]string
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		panic(err)
	}
	versions := map[string]string{"net/url": "Go"}
	if info, ok := debug.ReadBuildInfo(); ok {
		versions["net/url"] = "net/url of " + info.GoVersion
		versions["text/template"] = "text/template of " + info.GoVersion
		for _, module := range info.Deps {
			versions[module.Path] = module.Path + " " + module.Version
		}
	}
	type result struct {
		Parser string `json:"parser"`
		Read   []any  `json:"read"`
	}
	results := map[string]result{}
	for name, passwords := range asked {
		place, known := places[name]
		if !known {
			continue
		}
		read := make([]any, len(passwords))
		for index, password := range passwords {
			if value, err := place.read(password); err == nil {
				read[index], _ = value.(string)
			}
		}
		results[name] = result{versions[place.module], read}
	}
	if err := json.NewEncoder(os.Stdout).Encode(results); err != nil {
		panic(err)
	}
}
