using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Talentys.Identity.Keys;
using Talentys.Identity.PagePreferences;
using Talentys.Identity.Public;
using Talentys.Identity.Scram;
using Talentys.Identity.Secrets;
using Talentys.Identity.Sessions;
using Talentys.Identity.SignIns;
using Talentys.Identity.Users;
using Talentys.Kernel;
using Talentys.Storage;
using Talentys.Web;

namespace Talentys.Identity;

/// <summary>Organisations, users, API keys, sessions and the secrets' endpoints.</summary>
public sealed class IdentityModule : IModule
{
    /// <inheritdoc/>
    public static string Name => "Identity";

    /// <inheritdoc/>
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IStorageMapping, IdentityStorageMapping>();
        services.AddSingleton<LocalToken>();
        services.AddSingleton<Passwords>();
        services.AddSingleton(provider => new FirstStart(
            provider.GetRequiredService<IPlatformDbFactory>(),
            provider.GetRequiredService<LocalToken>(),
            provider.GetRequiredService<Passwords>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new SignInLinks(
            provider.GetRequiredService<IPlatformDbFactory>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<KeyStore>();
        services.AddSingleton<IClientCredentials, KeyCredentials>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<UserStore>();
        services.AddSingleton<IPrincipalDirectory, UserDirectory>();
        services.AddSingleton<SignInBrake>();
        services.AddSingleton<SignInRate>();
        services.AddSingleton<ScramVerifiers>();
        services.AddSingleton(provider => new ScramSignIn(
            provider.GetRequiredService<IPlatformDbFactory>(),
            provider.GetRequiredService<ScramVerifiers>(),
            provider.GetRequiredService<KeyStore>(),
            provider.GetRequiredService<SignInBrake>(),
            provider.GetRequiredService<SignInRate>(),
            provider.GetRequiredService<LocalToken>()));
        services.AddAuthentication(Principals.Scheme)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(Principals.Scheme, null);
    }

    /// <inheritdoc/>
    public static void Map(IEndpointRouteBuilder routes)
    {
        SessionEndpoints.Map(routes);
        MeEndpoints.Map(routes);
        PreferenceEndpoints.Map(routes);
        KeyEndpoints.Map(routes);
        UserEndpoints.Map(routes);
        SecretEndpoints.Map(routes);
    }
}
