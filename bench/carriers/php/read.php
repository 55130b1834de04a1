<?php

/**
 * Puts each password into each place as a person would paste it, and reads it back with the place's own PHP parser.
 * Standard input and output are those of python/read.py.
 */

foreach (['Symfony/Component/Dotenv', 'Symfony/Component/DependencyInjection', 'Symfony/Component/Process', 'Doctrine/DBAL', 'Dotenv'] as $package) {
    if (is_file("/usr/share/php/$package/autoload.php")) {
        require_once "/usr/share/php/$package/autoload.php";
    }
}

function debian(string $package): string
{
    $version = trim((string) shell_exec('dpkg-query -W -f=\'${Version}\' ' . $package));
    return substr($package, 4) . ' ' . preg_replace('/^\d+:|[+~-].*$/', '', $version);
}

/** DATABASE_URL as Doctrine reads it. */
function readUrl(string $url): ?string
{
    $parse = new ReflectionMethod(Doctrine\DBAL\DriverManager::class, 'parseDatabaseUrl');
    $parse->setAccessible(true);
    $read = $parse->invoke(null, ['url' => $url]);
    return $read['host'] === 'db.example' && $read['dbname'] === 'app' ? $read['password'] : null;
}

function resolve(string $value): string
{
    $processor = new Symfony\Component\DependencyInjection\EnvVarProcessor(new Symfony\Component\DependencyInjection\ContainerBuilder());
    return $processor->getEnv('resolve', 'VALUE', fn () => $value);
}

function url(string $password): string
{
    return "mysql://app:$password@db.example:3306/app?charset=utf8mb4";
}

$places = [
    'symfony-url' => ['php-doctrine-dbal', fn ($password) => readUrl(url($password))],
    'symfony-resolve-url' => ['php-symfony-dependency-injection', fn ($password) => readUrl(resolve(url($password)))],
    'symfony-resolve-env' => ['php-symfony-dependency-injection', fn ($password) => resolve($password)],
    'symfony-dotenv' => ['php-symfony-dotenv', fn ($password) => (new Symfony\Component\Dotenv\Dotenv())
        ->parse("A=1\nPASSWORD=$password\nB=2\n")['PASSWORD']],
    'phpdotenv' => ['php-vlucas-phpdotenv', fn ($password) => Dotenv\Dotenv::parse("A=1\nPASSWORD=$password\nB=2\n")['PASSWORD']],
    'php-string' => ['php', fn ($password) => eval("return \"$password\";")],
];

ini_set('display_errors', '0');
set_error_handler(function (int $level, string $message): bool {
    throw new ErrorException($message);
});

$answers = [];
foreach (json_decode(stream_get_contents(STDIN), true) as $name => $passwords) {
    if (!isset($places[$name])) {
        continue;
    }
    [$package, $read] = $places[$name];
    $parser = $package === 'php' ? 'PHP ' . PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION . '.' . PHP_RELEASE_VERSION : debian($package);
    $values = [];
    foreach ($passwords as $password) {
        try {
            $value = $read($password);
        } catch (Throwable $refused) {
            $value = null;
        }
        $values[] = is_string($value) && mb_check_encoding($value, 'UTF-8') ? $value : null;
    }
    $answers[$name] = ['parser' => $parser, 'read' => $values];
}
echo json_encode((object) $answers, JSON_THROW_ON_ERROR);
